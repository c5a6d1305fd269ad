import type { MailRecord, MailRecords } from '../mail/mail-records.ts'
import type { MemoryMessage, MemoryTables } from './memory-tables.ts'

export const memoryMailRecords = ({ messages }: Pick<MemoryTables, 'messages'>): MailRecords => {
  const records = () => [...messages.values()].flatMap(toRecord)
  return {
    find: async (id) => records().find((record) => record.id === id) ?? null,
    list: async ({ filter, after, limit }) =>
      records()
        .filter(({ id }) => after === null || id < after)
        .filter(({ state }) => filter.state === undefined || state === filter.state)
        .filter(({ template }) => filter.template === undefined || template === filter.template)
        .filter(({ to }) => filter.to === undefined || to === filter.to)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    queueAgain: async (id, now) => {
      const message = messages.get(id)
      if (!message || !mayBeQueued(message, now)) return false
      const anew = { state: 'queued', tries: 0, deferrals: 0, nextTryAt: now } as const
      messages.set(id, { ...message, ...anew, reason: null, finishedAt: null })
      return true
    },
  }
}

const mayBeQueued = ({ order, state, lease }: MemoryMessage, now: Date): boolean =>
  order.to !== null &&
  (state === 'deferred' || state === 'dead') &&
  lease === null &&
  order.expiresAt > now

const toRecord = ({ order, deferrals: _, lease: __, ...message }: MemoryMessage): MailRecord[] => {
  const { to, template, locale, expiresAt } = order
  const { finishedAt, ...rest } = message
  const sentAt = rest.state === 'sent' ? finishedAt : null
  return to === null ? [] : [{ ...rest, to, template, locale, expiresAt, sentAt }]
}
