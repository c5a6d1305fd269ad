import type { LucideIcon } from 'lucide-react'
import { Link } from 'react-router'

interface Props {
  readonly name: string
  readonly icon: LucideIcon
  readonly value: string
  /** What to compare it with. */
  readonly hint: string
  /** The list behind the figure; null for who may not see it. */
  readonly to: string | null
  /** Something should be done about it. */
  readonly isBad?: boolean
}

const LOOK = 'grid h-full content-start gap-1 rounded-2xl border bg-card p-4 shadow-sm sm:p-5'

/** One figure, which leads to the list behind it. */
export const Tile = ({ name, icon: Icon, value, hint, to, isBad = false }: Props) => {
  const border = isBad ? 'border-bad' : 'border-line'
  const inner = (
    <>
      <span className="flex items-center gap-2 text-sm text-quiet">
        <Icon aria-hidden="true" className="size-4 shrink-0" />
        {name}
      </span>
      <span className="text-2xl font-semibold tabular-nums sm:text-3xl">{value}</span>
      <span className={`text-sm ${isBad ? 'font-medium text-bad' : 'text-quiet'}`}>{hint}</span>
    </>
  )
  if (to === null) return <div className={`${LOOK} ${border}`}>{inner}</div>
  return (
    <Link to={to} className={`${LOOK} ${border} hover:border-brand`}>
      {inner}
    </Link>
  )
}
