import type { Settings } from '../settings/settings.ts'
import { type Refused, refused } from '../shared/outcome.ts'

/** How many failures lock a password, and over how long they are counted. */
export interface LockoutRule {
  readonly limit: number
  readonly windowSeconds: number
}

export const lockoutRule = (
  settings: Pick<Settings, 'max_login_attempts' | 'lockout_duration_minutes'>,
): LockoutRule => ({
  limit: settings.max_login_attempts,
  windowSeconds: settings.lockout_duration_minutes * 60,
})

/** Guesses of one password that were wrong, or are being evaluated. */
export interface Lockout {
  /** When those of the window were made, oldest first. */
  readonly recent: readonly Date[]
  /** All of them since the last right one. */
  readonly failuresInRow: number
  /** When the owner was last told of a lock; null when never since the last right guess. */
  readonly toldAt: Date | null
}

/**
 * So many failures in a row disable a password until it is replaced, however slowly they come
 * (NIST SP 800-63B-4 §3.2.2).
 */
export const MAX_FAILURES_IN_ROW = 100

/** A lock that lasts is told once a day: the mails are no weapon either. */
const TELL_EVERY_MS = 86_400_000

export const NO_FAILURES: Lockout = { recent: [], failuresInRow: 0, toldAt: null }

/** What a guess that was given a place did to the account, should it be wrong. */
export type LockoutPlace =
  | { readonly ok: true; readonly locks: boolean; readonly tells: 'locked' | 'disabled' | null }
  | Refused<'account_locked' | 'password_disabled'>

const withinWindow = ({ recent }: Lockout, { windowSeconds }: LockoutRule, now: Date) =>
  recent.filter((at) => at.getTime() > now.getTime() - windowSeconds * 1000)

/** Takes a place for a guess, if there is one. */
export const takePlace = (
  lockout: Lockout,
  rule: LockoutRule,
  now: Date,
): { readonly place: LockoutPlace; readonly lockout: Lockout } => {
  const { failuresInRow, toldAt } = lockout
  const recent = withinWindow(lockout, rule, now)
  if (failuresInRow >= MAX_FAILURES_IN_ROW) return { place: refused('password_disabled'), lockout }
  if (recent.length >= rule.limit) return { place: refused('account_locked'), lockout }

  const disables = failuresInRow + 1 === MAX_FAILURES_IN_ROW
  const locks = recent.length + 1 === rule.limit || disables
  const isToldAlready = toldAt !== null && now.getTime() - toldAt.getTime() < TELL_EVERY_MS
  const tellsOfLock = locks && !isToldAlready ? 'locked' : null
  const tells = disables ? 'disabled' : tellsOfLock
  return {
    place: { ok: true, locks, tells },
    lockout: {
      recent: [...recent, now],
      failuresInRow: failuresInRow + 1,
      toldAt: tells ? now : toldAt,
    },
  }
}

/** Takes back the place of a guess that was not evaluated. */
export const withoutPlace = (lockout: Lockout, at: Date): Lockout => {
  const index = lockout.recent.findLastIndex((one) => one.getTime() === at.getTime())
  if (index === -1) return lockout
  return {
    recent: lockout.recent.toSpliced(index, 1),
    failuresInRow: Math.max(0, lockout.failuresInRow - 1),
    toldAt: lockout.toldAt?.getTime() === at.getTime() ? null : lockout.toldAt,
  }
}

/** What an administrator sees of an account. */
export interface LockoutState {
  /** Failures of the window. */
  readonly failedLoginAttempts: number
  /** When the next guess is evaluated again; null when it is now, and when `isDisabled`. */
  readonly lockedUntil: Date | null
  /** Too many failures in a row: only a new password helps. */
  readonly isDisabled: boolean
}

export const lockoutState = (lockout: Lockout, rule: LockoutRule, now: Date): LockoutState => {
  const recent = withinWindow(lockout, rule, now)
  const isDisabled = lockout.failuresInRow >= MAX_FAILURES_IN_ROW
  // It is open again when so many have left the window that one less than the limit is in it.
  const lastToLeave = recent[recent.length - rule.limit]
  const lockedUntil =
    lastToLeave && !isDisabled ? new Date(lastToLeave.getTime() + rule.windowSeconds * 1000) : null
  return { failedLoginAttempts: recent.length, lockedUntil, isDisabled }
}
