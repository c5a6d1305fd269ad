import type { ClaimedMessage, MailQueue } from '../mail/mail-queue.ts'
import type { Outbox } from '../mail/message.ts'
import { SETTINGS } from '../settings/settings.ts'
import type { MemoryMessage, MemoryTables } from './memory-tables.ts'

type Messages = Pick<MemoryTables, 'messages'>

export const memoryOutbox = ({ messages }: Messages, count = 0): Outbox => ({
  add: async (order, now) => {
    const id = `message-${++count}`
    messages.set(id, {
      id,
      order,
      state: 'queued',
      createdAt: now,
      tries: 0,
      deferrals: 0,
      nextTryAt: now,
      lease: null,
      reason: null,
      finishedAt: null,
    })
  },
  withdraw: async (addresses) => {
    for (const [id, { order }] of messages)
      if (order.to !== null && addresses.includes(order.to)) messages.delete(id)
  },
})

/** When a waiting message may be taken next: when its try is due, or when its lease runs out. */
const dueAt = ({ nextTryAt, lease }: MemoryMessage): Date | null =>
  nextTryAt && lease ? lease.until : nextTryAt

const byDueDate = (a: MemoryMessage, b: MemoryMessage) => Number(a.nextTryAt) - Number(b.nextTryAt)

const isDue = (message: MemoryMessage, now: Date): boolean => {
  const at = dueAt(message)
  return at !== null && at <= now
}

const FAILED = { state: 'failed', nextTryAt: null, lease: null, reason: 'expired' } as const

const toClaimed = ({ id, order, createdAt, tries, deferrals }: MemoryMessage): ClaimedMessage => ({
  id,
  order,
  brand: SETTINGS.brand_name.default,
  createdAt,
  tries,
  deferrals,
})

export const memoryMailQueue = ({ messages }: Messages): MailQueue => {
  const put = (message: MemoryMessage, changes: Partial<MemoryMessage>) =>
    messages.set(message.id, { ...message, ...changes })
  const failExpired = (now: Date) => {
    for (const message of messages.values())
      if (isDue(message, now) && message.order.expiresAt <= now && !isDropped(message))
        put(message, FAILED)
  }
  const isDropped = ({ id, order }: MemoryMessage) => order.to === null && messages.delete(id)
  const leasedBy = (owner: string) =>
    [...messages.values()].filter(({ lease }) => lease?.owner === owner)
  return {
    claim: async (owner, limit, now, leaseUntil) => {
      failExpired(now)
      const due = [...messages.values()].filter((message) => isDue(message, now)).sort(byDueDate)
      return due.slice(0, limit).map((message) => {
        put(message, { lease: { owner, until: leaseUntil } })
        return toClaimed(message)
      })
    },
    takeOver: async (ticket, owner, id, until, now) => {
      const message = messages.get(id)
      if (message?.lease?.owner !== ticket) return null
      if (message.order.expiresAt <= now) {
        if (!isDropped(message)) put(message, FAILED)
        return null
      }
      put(message, { lease: { owner, until } })
      return toClaimed(message)
    },
    renew: async (owner, ids, leaseUntil) => {
      for (const message of leasedBy(owner))
        if (ids.includes(message.id)) put(message, { lease: { owner, until: leaseUntil } })
    },
    settle: async (owner, id, result, now) => {
      for (const message of leasedBy(owner)) {
        if (message.id !== id) continue
        if (result.nextTryAt === null && message.order.to === null) messages.delete(id)
        else put(message, { ...result, lease: null, finishedAt: result.nextTryAt ? null : now })
      }
    },
    release: async (owner) => {
      for (const message of leasedBy(owner)) put(message, { lease: null })
    },
    owners: async () => [
      ...new Set([...messages.values()].flatMap(({ lease }) => lease?.owner ?? [])),
    ],
    nextDueAt: async () => {
      const waiting = [...messages.values()].flatMap((message) => dueAt(message) ?? [])
      return waiting.sort((a, b) => Number(a) - Number(b))[0] ?? null
    },
    leaving: async (templates, since, now) =>
      [...messages.values()].filter(
        ({ order, lease, state, finishedAt }) =>
          order.to !== null &&
          templates.includes(order.template) &&
          ((lease && lease.until > now) || (state === 'sent' && finishedAt && finishedAt > since)),
      ).length,
    pending: async () => [...messages.values()].filter(({ nextTryAt }) => nextTryAt).length,
    waitingSince: async () => {
      const waiting = [...messages.values()].flatMap(({ nextTryAt }) => nextTryAt ?? [])
      return waiting.sort((a, b) => Number(a) - Number(b))[0] ?? null
    },
  }
}
