import { describe, expect, test } from 'vitest'
import type { PasswordHash } from '../password/passwords.ts'
import { aSession } from './a-session.ts'
import { aUser } from './a-user.ts'
import { anOtpRequest } from './an-otp-request.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
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
  accessVersion: 3,
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

    test('an address that was proven counts as verified from then on', async () => {
      const [{ users }] = await open()
      await users.add(FULL)
      await users.add(aUser({ id: 'user-2', email: 'b@example.org', emailVerified: false }))
      await users.proveAddress(FULL.id, afterNoon(9))
      const proven = { ...FULL, emailVerified: true, updatedAt: afterNoon(9) }
      expect(await users.find(FULL.id)).toEqual(proven)
      expect((await users.find('user-2'))?.emailVerified).toBe(false)
    })

    test.each(NEAR_TWINS)('%j and %j are two people', async (one, other) => {
      const [{ users }] = await open()
      expect(await users.add(aUser({ emailCanonical: one }))).toBe(true)
      expect(await users.findByEmail(other)).toBeNull()
      expect(await users.add(aUser({ id: 'user-2', emailCanonical: other }))).toBe(true)
      expect((await users.findByEmail(one))?.id).toBe('user-1')
    })

    test('a changed profile keeps what was not given, and that of others', async () => {
      const [{ users }] = await open()
      await users.add(aUser({ phone: '+49 30 1234567' }))
      await users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      const changes = {
        firstName: '<b>É</b>',
        lastName: null,
        locale: 'de-AT',
        preferences: { list: [1, null, '=1+1'] },
        profileImageUrl: 'https://example.org/ada.webp',
      }
      await users.changeProfile('user-1', changes, afterNoon(5))
      const updatedAt = afterNoon(5)
      const phone = '+49 30 1234567'
      expect(await users.find('user-1')).toEqual({ ...aUser({ phone }), ...changes, updatedAt })
      expect((await users.find('user-2'))?.firstName).toBe('Ada')
      await users.changeProfile('user-1', { username: 'ada', phone: null }, NOON)
      expect(await users.find('user-1')).toMatchObject({ username: 'ada', phone: null })
      await users.changeProfile('user-9', { username: 'x' }, NOON)
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
      for (const role of ['zookeeper', 'admin', 'admin', 'user'])
        await users.grant('user-1', role, NOON)
      const user = await users.find('user-1')
      expect(user?.roles).toEqual(['admin', 'user', 'zookeeper'])
      expect(user?.accessVersion).toBe(2)
      expect(await users.anyoneHas('admin')).toBe(true)
      expect(await users.anyoneHas('Admin')).toBe(false)
    })

    test('an erased user is gone with their password and sessions, and nobody else is', async () => {
      const [{ users, credentials, sessions, otps, changedSettings }] = await open()
      const setting = { key: 'otp_max_attempts', value: 3, expected: null }
      const bob = aUser({ id: 'user-2', email: 'bob@example.org', roles: ['support', 'user'] })
      for (const user of [aUser({ roles: ['admin', 'user'] }), bob]) {
        await users.add(user)
        await credentials.set(user.id, 'bcrypt(Correct-Horse-7)' as PasswordHash, NOON)
        await sessions.add(aSession({ id: `of-${user.id}`, userId: user.id }), hashOf(user.id))
        await otps.add(anOtpRequest({ ...user, id: `otp-${user.id}`, userId: user.id }))
        await changedSettings.change({ ...setting, updatedBy: user.id }, NOON)
      }
      await users.erase(aUser())
      await users.erase(aUser())
      expect(await users.find('user-1')).toBeNull()
      expect(await users.anyoneHas('admin')).toBe(false)
      expect(await credentials.findByEmail('ada@example.org')).toBeNull()
      expect(await sessions.find('of-user-1')).toBeNull()
      expect(await otps.find('otp-user-1', NOON)).toBeNull()
      const versions = await changedSettings.history('otp_max_attempts')
      expect(versions.map(({ updatedBy }) => updatedBy)).toEqual(['user-2', null])
      expect((await users.find('user-2'))?.roles).toEqual(['support', 'user'])
      expect(await sessions.find('of-user-2')).not.toBeNull()
      expect(await otps.find('otp-user-2', NOON)).not.toBeNull()
      expect(await users.add(aUser({ id: 'user-3' }))).toBe(true)
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
