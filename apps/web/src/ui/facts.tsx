import type { ReactNode } from 'react'

interface Props {
  /** What each is called, and what is the case. */
  readonly facts: readonly (readonly [string, ReactNode])[]
}

/** Facts about one thing, each with its name. */
export const Facts = ({ facts }: Props) => (
  <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr] sm:gap-y-3">
    {facts.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-quiet">{name}</dt>
        <dd className="mb-2 min-w-0 break-words sm:mb-0">{value}</dd>
      </div>
    ))}
  </dl>
)
