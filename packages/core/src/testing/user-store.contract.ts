import { describe, expect, test } from 'vitest'
import { aUser } from './a-user.ts'
import { afterNoon } from './fixed-clock.ts'
import { NEAR_TWINS, type OpenNodes, race, rounds, wins } from './race.ts'

const FULL = aUser({
  email: 'Ada.L@Example.org',
  emailVerified: false,
  username: 'Countess \u{1f980}',
  phone: '+44 20 7946 0000',
  locale: 'de-AT',
  preferences: { theme: 'dark', nested: { list: [1, null, 'é'] } },
  profileImageUrl: 'https://example.org/ada.png',
  roles: ['admin', 'editor', 'user'],
  credentialVersion: 7,
  disabledAt: afterNoon(1),
  createdAt: afterNoon(2),
  updatedAt: afterNoon(3),
  lastLoginAt: afterNoon(4),
})

/** Every UserStore must pass this suite. */
export const describeUserStore = (name: string, open: OpenNodes) =>
  describe(`${name} is a UserStore`, () => {
    test('every field of a user comes back as it was stored', async () => {
      const [{ users }] = await open()
      for (const user of [FULL, aUser({ id: 'user-2', email: 'b@example.org', lastName: null })]) {
        expect(await users.add(user)).toBe(true)
        expect(await users.find(user.id)).toEqual(user)
        expect(await users.findByEmail(user.emailCanonical)).toEqual(user)
        expect(await users.lock(user.id)).toEqual(user)
      }
    })

    test('an unknown id or address is nobody', async () => {
      const [{ users }] = await open()
      await users.add(aUser())
      expect(await users.find('user-2')).toBeNull()
      expect(await users.lock('user-2')).toBeNull()
      expect(await users.findByEmail('bob@example.org')).toBeNull()
    })

    test('an address is taken once; the second user with it changes nothing', async () => {
      const [{ users }] = await open()
      await users.add(aUser())
      expect(await users.add(aUser({ id: 'user-2', roles: ['admin', 'user'] }))).toBe(false)
      expect(await users.find('user-2')).toBeNull()
      expect(await users.findByEmail('ada@example.org')).toEqual(aUser())
      expect(await users.anyoneHas('admin')).toBe(false)
    })

    test.each(NEAR_TWINS)('%j and %j are two people', async (one, other) => {
      const [{ users }] = await open()
      expect(await users.add(aUser({ emailCanonical: one }))).toBe(true)
      expect(await users.findByEmail(other)).toBeNull()
      expect(await users.add(aUser({ id: 'user-2', emailCanonical: other }))).toBe(true)
      expect((await users.findByEmail(one))?.id).toBe('user-1')
    })

    test('a login is recorded for that user only', async () => {
      const [{ users }] = await open()
      await users.add(aUser())
      await users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      await users.recordLogin('user-1', afterNoon(5))
      expect((await users.find('user-1'))?.lastLoginAt).toEqual(afterNoon(5))
      expect((await users.find('user-2'))?.lastLoginAt).toBeNull()
    })

    test('a granted role adds to the others, once, and is found', async () => {
      const [{ users }] = await open()
      await users.add(aUser())
      expect(await users.anyoneHas('admin')).toBe(false)
      for (const role of ['zookeeper', 'admin', 'admin', 'user']) await users.grant('user-1', role)
      expect((await users.find('user-1'))?.roles).toEqual(['admin', 'user', 'zookeeper'])
      expect(await users.anyoneHas('admin')).toBe(true)
      expect(await users.anyoneHas('Admin')).toBe(false)
    })

    test('everybody has the role user, as soon as there is anybody', async () => {
      const [{ users }] = await open()
      expect(await users.anyoneHas('user')).toBe(false)
      await users.add(aUser())
      expect(await users.anyoneHas('user')).toBe(true)
    })

    test('of many concurrent users with one address exactly one is added', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const email = `raced-${round}@example.org`
        const added = await race(nodes, ({ users }, index) =>
          users.add(aUser({ id: `user-${round}-${index}`, email })),
        )
        expect(wins(added)).toBe(1)
      }
    })
  })
