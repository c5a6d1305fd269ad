import { MAX_WRONG_PROOFS } from '../registration/pre-registration.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryPreRegistrations = ({
  preRegistrations: rows,
}: Pick<MemoryTables, 'preRegistrations'>): PreRegistrationStore => ({
  add: async (attempt) => {
    rows.set(attempt.id, { attempt, wrongProofs: 0 })
  },
  find: async (id, now) => {
    const row = rows.get(id)
    return row && row.attempt.expiresAt > now && row.wrongProofs < MAX_WRONG_PROOFS
      ? row.attempt
      : null
  },
  amend: async (id, changes) => {
    const row = rows.get(id)
    if (!row) return
    const profile = { ...row.attempt.profile, ...changes }
    rows.set(id, { ...row, attempt: { ...row.attempt, profile } })
  },
  reserveProof: async (id) => {
    const row = rows.get(id)
    if (!row || row.wrongProofs >= MAX_WRONG_PROOFS) return false
    rows.set(id, { ...row, wrongProofs: row.wrongProofs + 1 })
    return true
  },
  releaseProof: async (id) => {
    const row = rows.get(id)
    if (row) rows.set(id, { ...row, wrongProofs: Math.max(0, row.wrongProofs - 1) })
  },
  promote: async ({ id }) => {
    const promoted = rows.get(id)
    if (!promoted) return false
    for (const [otherId, { attempt }] of rows)
      if (attempt.emailCanonical === promoted.attempt.emailCanonical) rows.delete(otherId)
    return true
  },
  ofAddress: async (emailCanonical) =>
    [...rows.values()]
      .map(({ attempt }) => attempt)
      .filter((attempt) => attempt.emailCanonical === emailCanonical),
  removeAll: async (emailCanonical) => {
    for (const [id, { attempt }] of rows)
      if (attempt.emailCanonical === emailCanonical) rows.delete(id)
  },
})
