import type { ReactNode } from 'react'

const TONES = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
}

/** Something to know above a form. The place is always there, so that what appears is read out. */
export const Notice = ({
  tone = 'bad',
  children,
}: {
  readonly tone?: keyof typeof TONES
  readonly children?: ReactNode
}) => (
  <div role={tone === 'bad' ? 'alert' : 'status'} className="empty:absolute">
    {children && <p className={`rounded-xl px-4 py-3 text-sm ${TONES[tone]}`}>{children}</p>}
  </div>
)
