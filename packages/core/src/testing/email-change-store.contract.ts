import { describe, expect, test } from 'vitest'
import { type EmailChange, MAX_WRONG_CODES } from '../user/email-change.ts'
import { aUser } from './a-user.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { NEAR_TWINS, type OpenNodes, race, rounds, wins } from './race.ts'

/** A wish of `user-1` for another address, from noon for half an hour. */
export const anEmailChange = (over: Partial<EmailChange> = {}): EmailChange => ({
  id: 'change-1',
  userId: 'user-1',
  sessionId: 'session-1',
  email: 'Lovelace@Example.org',
  emailCanonical: 'lovelace@example.org',
  codeHash: hashOf('code'),
  createdAt: NOON,
  expiresAt: afterNoon(30 * 60_000),
  ...over,
})

/** Every EmailChangeStore must pass this suite. */
export const describeEmailChangeStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is an EmailChangeStore`, () => {
    const open = async () => {
      const nodes = await openNodes()
      await nodes[0].users.add(aUser())
      await nodes[0].users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      return nodes
    }

    test('every field of a change comes back as it was stored, to its last millisecond', async () => {
      const [{ emailChanges }] = await open()
      const change = anEmailChange({ createdAt: afterNoon(1), expiresAt: afterNoon(1000) })
      await emailChanges.replace(change)
      expect(await emailChanges.find('user-1', afterNoon(999))).toEqual(change)
      expect(await emailChanges.find('user-1', afterNoon(1000))).toBeNull()
      expect(await emailChanges.find('user-2', NOON)).toBeNull()
    })

    test('a newer one takes the place of the former, with tries of its own, and nobody else’s', async () => {
      const [{ emailChanges }] = await open()
      await emailChanges.replace(anEmailChange({ id: 'bobs', userId: 'user-2' }))
      await emailChanges.replace(anEmailChange())
      for (let n = 0; n < MAX_WRONG_CODES; n++) await emailChanges.reserveTry('change-1')
      expect(await emailChanges.find('user-1', NOON)).toBeNull()
      await emailChanges.replace(anEmailChange({ id: 'change-2' }))
      expect((await emailChanges.find('user-1', NOON))?.id).toBe('change-2')
      expect(await emailChanges.spend('change-1')).toBe(false)
      expect((await emailChanges.find('user-2', NOON))?.id).toBe('bobs')
    })

    test('a change that is spent, or never was, is none', async () => {
      const [{ emailChanges }] = await open()
      await emailChanges.replace(anEmailChange())
      expect(await emailChanges.spend('change-1')).toBe(true)
      expect(await emailChanges.find('user-1', NOON)).toBeNull()
      for (const id of ['change-1', 'change-2']) {
        expect(await emailChanges.reserveTry(id)).toBe(false)
        expect(await emailChanges.spend(id)).toBe(false)
      }
    })

    test('it is over as soon as its address is somebody’s, by whatever way', async () => {
      const [{ emailChanges, users }] = await open()
      await emailChanges.replace(anEmailChange())
      await users.add(aUser({ id: 'user-3', email: 'lovelace@example.org' }))
      expect(await emailChanges.find('user-1', NOON)).toBeNull()
      await emailChanges.replace(anEmailChange({ emailCanonical: 'new@example.org' }))
      const address = { address: 'New@example.org', canonical: 'new@example.org' }
      expect(await users.changeEmail('user-2', address, NOON)).toBe(true)
      expect(await emailChanges.find('user-1', NOON)).toBeNull()
    })

    test('parallel guesses get no more tries than there are', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const id = `change-${round}`
        await nodes[0].emailChanges.replace(anEmailChange({ id }))
        const tries = await race(nodes, ({ emailChanges }) => emailChanges.reserveTry(id))
        expect(wins(tries)).toBe(MAX_WRONG_CODES)
      }
    })

    test('of many concurrent uses of one change exactly one wins', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const id = `change-${round}`
        await nodes[0].emailChanges.replace(anEmailChange({ id }))
        const spent = await race(nodes, ({ emailChanges }) => emailChanges.spend(id))
        expect(wins(spent)).toBe(1)
      }
    })

    test('of many concurrent requests of one user one is pending afterwards', async () => {
      const nodes = await open()
      // Each waits for the one before it, so a few rounds are many requests.
      for (const round of rounds().slice(0, 4)) {
        const ids = await race(nodes, async ({ emailChanges }, index) => {
          const id = `change-${round}-${index}`
          await emailChanges.replace(anEmailChange({ id }))
          return id
        })
        const pending = await nodes[0].emailChanges.find('user-1', NOON)
        expect(ids).toContain(pending?.id)
        const spent = await Promise.all(ids.map((id) => nodes[0].emailChanges.spend(id)))
        expect(wins(spent)).toBe(1)
      }
    })

    test('a user gets the address, and it counts as a change of their means to sign in', async () => {
      const [{ users }] = await open()
      const address = { address: 'Lovelace@Example.org', canonical: 'lovelace@example.org' }
      const before = await users.find('user-1')
      expect(await users.changeEmail('user-1', address, afterNoon(1))).toBe(true)
      const after = {
        email: 'Lovelace@Example.org',
        emailCanonical: 'lovelace@example.org',
        credentialVersion: (before?.credentialVersion ?? 0) + 1,
        updatedAt: afterNoon(1),
      }
      expect(await users.find('user-1')).toEqual({ ...before, ...after })
      expect(await users.findByEmail('ada@example.org')).toBeNull()
      expect((await users.findByEmail('lovelace@example.org'))?.id).toBe('user-1')
    })

    test('an address that is somebody’s is refused and changes nothing', async () => {
      const [{ users }] = await open()
      const before = await users.find('user-1')
      const taken = { address: 'Bob@example.org', canonical: 'bob@example.org' }
      expect(await users.changeEmail('user-1', taken, afterNoon(1))).toBe(false)
      expect(await users.find('user-1')).toEqual(before)
    })

    test.each(NEAR_TWINS)('%j and %j may be two people', async (one, other) => {
      const [{ users }] = await open()
      expect(await users.changeEmail('user-1', { address: one, canonical: one }, NOON)).toBe(true)
      const twin = { address: other, canonical: other }
      expect(await users.changeEmail('user-2', twin, NOON)).toBe(true)
    })

    test('of many users who want one address at the same time exactly one gets it', async () => {
      const nodes = await open()
      for (let n = 0; n < 10; n++)
        await nodes[0].users.add(aUser({ id: `raced-${n}`, email: `raced-${n}@example.org` }))
      for (const round of rounds().slice(0, 4)) {
        const canonical = `wanted-${round}@example.org`
        const won = await race(nodes, async ({ users }, index) =>
          index % 5 === 0
            ? users.add(aUser({ id: `new-${round}-${index}`, email: canonical }))
            : users.changeEmail(`raced-${index % 10}`, { address: canonical, canonical }, NOON),
        )
        const owner = await nodes[0].users.findByEmail(canonical)
        const winners = won.flatMap((isWon, index) => (isWon ? [index] : []))
        const owners = winners.map((index) =>
          index % 5 === 0 ? `new-${round}-${index}` : `raced-${index % 10}`,
        )
        expect(new Set(owners)).toEqual(new Set([owner?.id]))
      }
    })
  })
