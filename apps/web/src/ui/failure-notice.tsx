import { useRef } from 'react'
import { useHandedOnFocus } from '../lib/use-handed-on-focus.ts'
import { Button } from './button.tsx'

interface Props {
  readonly title: string
  readonly lead?: string | null
  readonly action: string
  readonly isBusy: boolean
  readonly onAgain: () => void
}

/** What could not be had, and a button to ask again. */
export const FailureNotice = ({ title, lead, action, isBusy, onAgain }: Props) => {
  const part = useRef<HTMLDivElement>(null)
  useHandedOnFocus(part)
  return (
    <div
      ref={part}
      role="alert"
      className="grid justify-items-start gap-3 rounded-xl bg-bad-soft p-5 text-sm"
    >
      <p className="text-base font-medium text-bad">{title}</p>
      {lead && <p>{lead}</p>}
      <Button look="plain" className="bg-card" isBusy={isBusy} onClick={onAgain}>
        {action}
      </Button>
    </div>
  )
}
