import type { InvitationStore } from '../access/invitation.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryInvitations = ({
  invitations: rows,
}: Pick<MemoryTables, 'invitations'>): InvitationStore => {
  const live = (now: Date) => [...rows.values()].filter(({ expiresAt }) => expiresAt > now)
  const find = async (id: string, now: Date) => live(now).find((one) => one.id === id) ?? null
  return {
    replace: async (invitation) => {
      for (const { id, emailCanonical } of rows.values())
        if (emailCanonical === invitation.emailCanonical) rows.delete(id)
      rows.set(invitation.id, invitation)
    },
    find,
    findByEmail: async (canonical, now) =>
      live(now).find(({ emailCanonical }) => emailCanonical === canonical) ?? null,
    list: async ({ after, limit }, now) =>
      live(now)
        .filter(({ id }) => after === null || id < after)
        .sort((one, other) => (one.id < other.id ? 1 : -1))
        .slice(0, limit),
    spend: async ({ id, hash }, now) =>
      (await find(id, now))?.hash === hash ? rows.delete(id) : false,
  }
}
