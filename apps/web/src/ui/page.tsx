import { type ReactNode, useEffect, useRef } from 'react'
import { useBrand } from '../lib/use-brand.ts'
import { useHeadingFocus } from '../lib/use-heading-focus.ts'

interface Props {
  readonly title: string
  readonly lead?: ReactNode
  /** Buttons that belong to the whole page. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page for somebody who is signed in. Its heading takes the focus, so that it is read out. */
export const Page = ({ title, lead, actions, children }: Props) => {
  const { name: brand } = useBrand()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${brand}`
  }, [title, brand])
  useHeadingFocus(heading, { evenFirst: true })
  useEffect(() => {
    // No return: a newer Chromium answers with a promise, which React would call on leaving.
    scrollTo(0, 0)
  }, [])
  return (
    <div className="grid grid-cols-1 gap-6">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <h1
            ref={heading}
            tabIndex={-1}
            className="text-2xl font-semibold tracking-tight break-words outline-none"
          >
            {title}
          </h1>
          {lead && <p className="max-w-prose text-quiet">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
