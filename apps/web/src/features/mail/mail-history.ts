import type { Mail } from './mail-api.ts'

export interface Step {
  readonly kind: 'ordered' | 'refused' | 'failing' | 'next' | 'sent' | 'dead' | 'expired' | 'ends'
  /** When it happened or will; null when that is not on record. */
  readonly at: string | null
}

/** What is known to have happened to a mail, and what will, in its order. */
export const historyOf = (mail: Mail): readonly Step[] => {
  const { state, tries, reason, createdAt, nextTryAt, sentAt, expiresAt } = mail
  const isOver = state === 'sent' || state === 'failed'
  const steps: readonly (Step | false)[] = [
    { kind: 'ordered', at: createdAt },
    tries > 0 && state !== 'dead' && { kind: 'refused', at: null },
    tries === 0 && state === 'deferred' && reason !== null && { kind: 'failing', at: null },
    state === 'sent' && { kind: 'sent', at: sentAt },
    state === 'dead' && { kind: 'dead', at: null },
    state === 'failed' && { kind: 'expired', at: expiresAt },
    !isOver && nextTryAt !== null && { kind: 'next', at: nextTryAt },
    !isOver && { kind: 'ends', at: expiresAt },
  ]
  return steps.filter((step) => step !== false)
}
