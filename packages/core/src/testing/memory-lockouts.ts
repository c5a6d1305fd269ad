import { NO_FAILURES, takePlace, withoutPlace } from '../protection/lockout.ts'
import type { LockoutStore } from '../protection/lockout-store.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryLockouts = ({ lockouts }: Pick<MemoryTables, 'lockouts'>): LockoutStore => ({
  reserve: async (subject, rule, now) => {
    const { place, lockout } = takePlace(lockouts.get(subject) ?? NO_FAILURES, rule, now)
    lockouts.set(subject, lockout)
    return place
  },
  release: async (subject, at) => {
    const lockout = lockouts.get(subject)
    if (lockout) lockouts.set(subject, withoutPlace(lockout, at))
  },
  clear: async (subject) => {
    const { failuresInRow } = lockouts.get(subject) ?? NO_FAILURES
    lockouts.delete(subject)
    return failuresInRow
  },
  endRow: async (subject) => {
    const lockout = lockouts.get(subject)
    if (lockout) lockouts.set(subject, { ...lockout, failuresInRow: 0, toldAt: null })
  },
  read: async (subject) => lockouts.get(subject) ?? NO_FAILURES,
})
