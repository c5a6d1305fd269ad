import { type ReactNode, useRef } from 'react'
import { useKeptFocus } from '../lib/use-kept-focus.ts'

interface Props {
  /** How many rows the list has. */
  readonly rows: number
  readonly children: ReactNode
}

/** A list that takes the focus when the row that had it went away. */
export const KeepFocus = ({ rows, children }: Props) => {
  const place = useRef<HTMLDivElement>(null)
  useKeptFocus(rows, place)
  return (
    <div ref={place} tabIndex={-1} className="min-w-0 outline-none">
      {children}
    </div>
  )
}
