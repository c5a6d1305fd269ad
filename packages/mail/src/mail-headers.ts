import type { Mail } from '@latchkey/core'

/** No holiday replies (RFC 3834 §5, and its counterpart at Microsoft). */
export const NO_REPLIES = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
} as const

/** The same at every repeat, and by whichever way the mail leaves (RFC 5322 §3.6.4). */
export const messageIdOf = ({ id }: Mail, from: string): string => `<${id}@${domainOf(from)}>`

const domainOf = (from: string): string => /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
