import { describe, expect, test } from 'vitest'
import type { UserFilter, UserPage } from '../access/user-directory.ts'
import { NO_FAILURES } from '../protection/lockout.ts'
import { accountSubject } from '../protection/lockout-store.ts'
import { aSession } from './a-session.ts'
import { aUser } from './a-user.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { plainHash } from './plain-passwords.ts'
import type { OpenNodes } from './race.ts'

const HOUR_MS = 3_600_000

const aPage = (over: Partial<UserPage> = {}): UserPage => ({
  filter: {},
  sort: 'createdAt',
  isDescending: false,
  after: null,
  limit: 100,
  ...over,
})

/** Two were created at one instant; one address begins with what LIKE takes for anything. */
const PEOPLE = [
  aUser({ id: 'd', email: 'dora@example.org', createdAt: afterNoon(1), roles: ['admin', 'user'] }),
  aUser({ id: 'b', email: 'bob@example.org', createdAt: afterNoon(2), disabledAt: NOON }),
  aUser({ id: 'a', email: 'ada@example.org', createdAt: afterNoon(2) }),
  aUser({
    id: 'c',
    email: '%da_x@example.org',
    createdAt: afterNoon(3),
    roles: ['editor', 'user'],
  }),
]

/** Every UserDirectory must pass this suite. */
export const describeUserDirectory = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a UserDirectory`, () => {
    const open = async () => {
      const [stores] = await openNodes()
      for (const user of PEOPLE) await stores.users.add(user)
      const ids = async (page: Partial<UserPage>) =>
        (await stores.directory.list(aPage(page), NOON)).map(({ user }) => user.id)
      return { ...stores, ids, filtered: (filter: UserFilter) => ids({ filter }) }
    }

    test('a user comes with what administrators ask about them', async () => {
      const { directory, sessions, credentials, lockouts } = await open()
      const expiresAt = new Date(NOON.getTime() + HOUR_MS)
      const own = { userId: 'a', expiresAt }
      await sessions.add(aSession({ ...own, id: 'live', lastUsedAt: afterNoon(5) }), hashOf('1'))
      const late = { lastUsedAt: afterNoon(9), revokedAt: afterNoon(10) }
      await sessions.add(aSession({ ...own, id: 'ended', ...late }), hashOf('2'))
      await sessions.add(aSession({ ...own, id: 'over', expiresAt: NOON }), hashOf('3'))
      await sessions.add(aSession({ ...own, id: 'bobs', userId: 'b' }), hashOf('4'))
      await credentials.set('a', plainHash('Correct-Horse-7'), NOON)
      const rule = { limit: 5, windowSeconds: 900 }
      await lockouts.reserve(accountSubject('ada@example.org'), rule, afterNoon(1))
      await lockouts.reserve(accountSubject('bob@example.org'), rule, afterNoon(2))
      const found = await directory.find('a', NOON)
      expect(found).toMatchObject({
        user: { id: 'a', roles: ['user'] },
        hasPassword: true,
        activeSessions: 1,
        lastActivityAt: afterNoon(9),
        lockout: { recent: [afterNoon(1)], failuresInRow: 1 },
      })
      const [dora, ada, bob] = await directory.list(aPage(), NOON)
      const nothing = {
        hasPassword: false,
        lockout: NO_FAILURES,
        activeSessions: 0,
        lastActivityAt: null,
      }
      expect(dora).toEqual({ user: PEOPLE[0], ...nothing })
      expect(ada).toEqual(found)
      expect(bob?.lockout.recent).toEqual([afterNoon(2)])
      expect(await directory.find('x', NOON)).toBeNull()
    })

    test('users come in either order of either field', async () => {
      const { ids } = await open()
      expect(await ids({})).toEqual(['d', 'a', 'b', 'c'])
      expect(await ids({ isDescending: true })).toEqual(['c', 'b', 'a', 'd'])
      expect(await ids({ sort: 'email' })).toEqual(['c', 'a', 'b', 'd'])
      expect(await ids({ sort: 'email', isDescending: true })).toEqual(['d', 'b', 'a', 'c'])
    })

    test('page by page everybody comes once, also who was created at one instant', async () => {
      const { directory } = await open()
      for (const sort of ['createdAt', 'email'] as const)
        for (const isDescending of [true, false]) {
          const page = aPage({ sort, isDescending })
          const whole = await directory.list(page, NOON)
          const seen = []
          for (let after: UserPage['after'] = null; seen.length < 10; ) {
            const [next] = await directory.list({ ...page, after, limit: 1 }, NOON)
            if (!next) break
            seen.push(next)
            after = next.user
          }
          expect(seen).toEqual(whole)
        }
    })

    test('a filter keeps exactly those who are meant', async () => {
      const { filtered } = await open()
      expect(await filtered({ role: 'admin' })).toEqual(['d'])
      expect(await filtered({ role: 'user' })).toHaveLength(4)
      expect(await filtered({ role: 'unheard-of' })).toEqual([])
      expect(await filtered({ isDisabled: true })).toEqual(['b'])
      expect(await filtered({ isDisabled: false })).toEqual(['d', 'a', 'c'])
      const span = { createdFrom: afterNoon(2), createdBefore: afterNoon(3) }
      expect(await filtered(span)).toEqual(['a', 'b'])
      expect(await filtered({ ...span, isDisabled: true, role: 'user' })).toEqual(['b'])
    })

    test('a search finds how addresses begin, and has no wildcards', async () => {
      const { ids } = await open()
      const search = (emailPrefix: string) => ids({ sort: 'email', filter: { emailPrefix } })
      expect(await search('ada')).toEqual(['a'])
      expect(await search('ada@example.org')).toEqual(['a'])
      expect(await search('%')).toEqual(['c'])
      expect(await search('_')).toEqual([])
      expect(await search('example')).toEqual([])
      expect(await search("' or 1=1 --")).toEqual([])
    })
  })
