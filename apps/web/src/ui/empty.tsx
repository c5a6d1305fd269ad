import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  /** What to do about it. */
  readonly children?: ReactNode
}

/** A list with nothing in it. */
export const Empty = ({ title, children }: Props) => (
  <div className="grid justify-items-center gap-2 rounded-xl border border-dashed border-line px-6 py-10 text-center">
    <p className="font-medium">{title}</p>
    {children && <div className="max-w-prose text-sm text-quiet">{children}</div>}
  </div>
)
