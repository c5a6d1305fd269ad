import type { ReactNode } from 'react'

const TONES = {
  plain: 'bg-page text-quiet border-line',
  good: 'bg-good-soft text-good border-transparent',
  bad: 'bg-bad-soft text-bad border-transparent',
}

interface Props {
  readonly tone?: keyof typeof TONES
  readonly children: ReactNode
}

/** A state in a word. */
export const Badge = ({ tone = 'plain', children }: Props) => (
  <span
    className={`inline-flex items-center rounded-full border px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}
  >
    {children}
  </span>
)
