import { describe, expect, test } from 'vitest'
import { MAX_LISTED_SESSIONS, type Rotation } from '../session/session-store.ts'
import { aSession } from './a-session.ts'
import { aUser } from './a-user.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds, wins } from './race.ts'

const DAY_MS = 86_400_000
const FIRST = hashOf('first')
const rotation = (over: Partial<Rotation> = {}): Rotation => ({
  sessionId: 'session-1',
  presented: FIRST,
  next: hashOf('second'),
  now: afterNoon(1000),
  nextExpiresAt: afterNoon(7 * DAY_MS + 1000),
  ...over,
})
const FULL = aSession({
  amr: ['pwd', 'email'],
  authenticatedAt: afterNoon(1),
  createdAt: afterNoon(2),
  lastUsedAt: afterNoon(3),
  refreshExpiresAt: afterNoon(4),
  expiresAt: afterNoon(5),
  revokedAt: afterNoon(6),
  ipAddress: '2001:db8::ffff:ffff:ffff:ffff',
  userAgent: `Browser/1.0 (“é”) ${'x'.repeat(400)}`,
})

/** Every SessionStore must pass this suite. */
export const describeSessionStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a SessionStore`, () => {
    const open = async () => {
      const nodes = await openNodes()
      await nodes[0].users.add(aUser())
      await nodes[0].users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      return nodes
    }

    test('every field of a session comes back as it was stored, revoked or not', async () => {
      const [{ sessions }] = await open()
      const other = aSession({ id: 'session-2' })
      await sessions.add(FULL, FIRST)
      await sessions.add(other, hashOf('other'))
      const none = { lastHash: null, rotatedAt: null }
      expect(await sessions.find('session-1')).toEqual({
        session: FULL,
        currentHash: FIRST,
        ...none,
      })
      const found = await sessions.find('session-2')
      expect(found).toEqual({ session: other, currentHash: hashOf('other'), ...none })
      expect(await sessions.find('session-3')).toBeNull()
    })

    test('a rotation makes the presented secret the last one and moves the session on', async () => {
      const [{ sessions }] = await open()
      await sessions.add(aSession(), FIRST)
      const { now, next, nextExpiresAt } = rotation()
      const session = aSession({ lastUsedAt: now, refreshExpiresAt: nextExpiresAt })
      expect(await sessions.rotate(rotation())).toEqual(session)
      const state = { session, currentHash: next, lastHash: FIRST, rotatedAt: now }
      expect(await sessions.find('session-1')).toEqual(state)
    })

    test.each([
      ['is unknown', rotation({ presented: hashOf('other') })],
      ['differs only in case', rotation({ presented: hashOf('First') })],
      ['differs only by a space', rotation({ presented: `${FIRST} ` as typeof FIRST })],
      ['is of another session', rotation({ sessionId: 'session-2' })],
      ['has ended', rotation({ now: afterNoon(7 * DAY_MS) })],
    ])('a secret that %s rotates nothing', async (_, presented) => {
      const [{ sessions }] = await open()
      await sessions.add(aSession(), FIRST)
      const before = await sessions.find('session-1')
      expect(await sessions.rotate(presented)).toBeNull()
      expect(await sessions.find('session-1')).toEqual(before)
    })

    test('a secret is alive to its last millisecond', async () => {
      const [{ sessions }] = await open()
      await sessions.add(aSession(), FIRST)
      expect(await sessions.rotate(rotation({ now: afterNoon(7 * DAY_MS - 1) }))).not.toBeNull()
    })

    test('a session that is revoked or past its absolute end does not rotate', async () => {
      const [{ sessions }] = await open()
      await sessions.add(aSession({ revokedAt: afterNoon(1) }), FIRST)
      await sessions.add(aSession({ id: 'session-2', expiresAt: afterNoon(1000) }), FIRST)
      expect(await sessions.rotate(rotation())).toBeNull()
      expect(await sessions.rotate(rotation({ sessionId: 'session-2' }))).toBeNull()
    })

    test('a session ends once, and not when it is past its end or never was', async () => {
      const [{ sessions }] = await open()
      await sessions.add(aSession(), FIRST)
      expect(await sessions.end('session-1', 'logout', afterNoon(1))).toBe(true)
      expect(await sessions.end('session-1', 'token_reused', afterNoon(2))).toBe(false)
      expect((await sessions.find('session-1'))?.session.revokedAt).toEqual(afterNoon(1))
      await sessions.add(aSession({ id: 'session-2', expiresAt: afterNoon(1) }), FIRST)
      expect(await sessions.end('session-2', 'logout', afterNoon(1))).toBe(false)
      expect(await sessions.end('session-3', 'logout', afterNoon(1))).toBe(false)
    })

    test('endAll ends every live session of the user, names them, and touches nobody else', async () => {
      const [{ sessions }] = await open()
      await sessions.add(aSession({ id: 'live-1' }), FIRST)
      await sessions.add(aSession({ id: 'live-2' }), FIRST)
      await sessions.add(aSession({ id: 'revoked', revokedAt: afterNoon(1) }), FIRST)
      await sessions.add(aSession({ id: 'over', expiresAt: afterNoon(2) }), FIRST)
      await sessions.add(aSession({ id: 'bobs', userId: 'user-2' }), FIRST)
      const ended = await sessions.endAll('user-1', 'password_reset', afterNoon(2))
      expect([...ended].sort()).toEqual(['live-1', 'live-2'])
      expect((await sessions.find('live-1'))?.session.revokedAt).toEqual(afterNoon(2))
      expect((await sessions.find('revoked'))?.session.revokedAt).toEqual(afterNoon(1))
      expect((await sessions.find('bobs'))?.session.revokedAt).toBeNull()
      expect(await sessions.endAll('user-1', 'logout_all', afterNoon(3))).toEqual([])
    })

    test('live sessions of the user alone are listed, the one used last first', async () => {
      const [{ sessions }] = await open()
      const used = (id: string, at: number) => aSession({ id, lastUsedAt: afterNoon(at) })
      for (const session of [used('early', 1), used('late', 3), used('between', 2)])
        await sessions.add(session, FIRST)
      await sessions.add(aSession({ id: 'revoked', revokedAt: afterNoon(1) }), FIRST)
      await sessions.add(aSession({ id: 'over', expiresAt: afterNoon(4) }), FIRST)
      await sessions.add(aSession({ id: 'bobs', userId: 'user-2' }), FIRST)
      const live = await sessions.live('user-1', afterNoon(4))
      expect(live).toEqual([used('late', 3), used('between', 2), used('early', 1)])
      expect(await sessions.live('nobody', NOON)).toEqual([])
    })

    test('a list of sessions is bounded', async () => {
      const [{ sessions }] = await open()
      for (let n = 0; n <= MAX_LISTED_SESSIONS; n++)
        await sessions.add(aSession({ id: `s-${n}`, lastUsedAt: afterNoon(n) }), FIRST)
      const live = await sessions.live('user-1', NOON)
      expect(live).toHaveLength(MAX_LISTED_SESSIONS)
      expect(live.at(-1)?.id).toBe('s-1')
    })

    test('endAll keeps the one session it is told to keep', async () => {
      const [{ sessions }] = await open()
      await sessions.add(aSession({ id: 'kept' }), FIRST)
      await sessions.add(aSession({ id: 'other' }), FIRST)
      const now = afterNoon(1)
      expect(await sessions.endAll('user-1', 'password_changed', now, 'kept')).toEqual(['other'])
      expect((await sessions.find('kept'))?.session.revokedAt).toBeNull()
      expect(await sessions.endAll('user-1', 'password_changed', now, 'kept')).toEqual([])
    })

    test('of many concurrent rotations of one secret exactly one succeeds', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const sessionId = `session-${round}`
        await nodes[0].sessions.add(aSession({ id: sessionId }), FIRST)
        const rotated = await race(nodes, ({ sessions }, index) =>
          sessions.rotate(rotation({ sessionId, next: hashOf(`next-${index}`) })),
        )
        const winners = rotated.flatMap((session, index) => (session ? [index] : []))
        expect(winners).toHaveLength(1)
        const state = await nodes[0].sessions.find(sessionId)
        expect(state?.currentHash).toBe(hashOf(`next-${winners[0]}`))
      }
    })

    test('of many concurrent ends of one session exactly one counts', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const id = `session-${round}`
        await nodes[0].sessions.add(aSession({ id }), FIRST)
        const ended = await race(nodes, ({ sessions }) => sessions.end(id, 'logout', afterNoon(1)))
        expect(wins(ended)).toBe(1)
      }
    })

    test('no rotation outlives endAll, whichever comes first', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const sessionId = `session-${round}`
        await nodes[0].sessions.add(aSession({ id: sessionId }), FIRST)
        await race(nodes, async ({ sessions }, index) =>
          index === 25
            ? sessions.endAll('user-1', 'logout_all', afterNoon(1000))
            : sessions.rotate(rotation({ sessionId, next: hashOf(`next-${index}`) })),
        )
        const state = await nodes[0].sessions.find(sessionId)
        expect(state?.session.revokedAt).toEqual(afterNoon(1000))
      }
    })
  })
