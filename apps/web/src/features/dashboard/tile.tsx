import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

interface Props {
  readonly to: string
  readonly icon: LucideIcon
  readonly name: string
  readonly value: ReactNode
  readonly more: string | null
}

/** One short answer, which leads to the page that tells more. */
export const Tile = ({ to, icon: Icon, name, value, more }: Props) => (
  <li>
    <Link
      to={to}
      className="flex h-full items-start gap-4 rounded-2xl border border-line bg-card p-5 shadow-sm transition-colors hover:border-brand"
    >
      <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-brand-soft text-brand">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <span className="grid min-w-0 gap-0.5">
        <span className="text-sm text-quiet">{name}</span>
        <span className="text-lg font-semibold">{value}</span>
        {more && <span className="text-sm break-words text-quiet">{more}</span>}
      </span>
    </Link>
  </li>
)
