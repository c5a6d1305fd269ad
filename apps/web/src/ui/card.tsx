import { type ReactNode, useId } from 'react'

interface Props {
  readonly title: string
  readonly lead?: ReactNode
  /** What stands beside the heading. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of a page with a heading of its own. */
export const Card = ({ title, lead, actions, children }: Props) => {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 grid-cols-1 content-start gap-5 rounded-2xl border border-line bg-card p-5 shadow-sm sm:p-6"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h2 id={id} tabIndex={-1} className="text-lg font-semibold outline-none">
            {title}
          </h2>
          {lead && <p className="max-w-prose text-sm text-quiet">{lead}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}
