import { describe, expect, test } from 'vitest'
import { MAX_WRONG_PROOFS } from '../registration/pre-registration.ts'
import { aPreRegistration } from './a-pre-registration.ts'

import { afterNoon, NOON } from './fixed-clock.ts'
import { NEAR_TWINS, type OpenNodes, race, rounds, wins } from './race.ts'

const FULL = aPreRegistration({
  email: 'Ada.L@Example.org',
  profile: {
    firstName: 'Ada',
    lastName: null,
    username: 'Countess \u{1f980}',
    phone: '+44 20 7946 0000',
    preferences: { theme: 'dark', list: [1, null] },
  },
  locale: 'de-AT',
  createdAt: afterNoon(1),
  expiresAt: afterNoon(2),
})

/** Every PreRegistrationStore must pass this suite. */
export const describePreRegistrationStore = (name: string, open: OpenNodes) =>
  describe(`${name} is a PreRegistrationStore`, () => {
    test('every field of an attempt comes back as it was stored', async () => {
      const [{ preRegistrations: store }] = await open()
      await store.add(FULL)
      expect(await store.find('attempt-1', NOON)).toEqual(FULL)
    })

    test('an attempt is gone from the instant it expires, and an unknown one always', async () => {
      const [{ preRegistrations: store }] = await open()
      await store.add(aPreRegistration({ expiresAt: afterNoon(1000) }))
      expect(await store.find('attempt-1', afterNoon(999))).not.toBeNull()
      expect(await store.find('attempt-1', afterNoon(1000))).toBeNull()
      expect(await store.find('attempt-2', NOON)).toBeNull()
    })

    test('what is amended changes, everything else stays', async () => {
      const [{ preRegistrations: store }] = await open()
      await store.add(FULL)
      await store.amend('attempt-1', { lastName: 'King', phone: null, preferences: { a: 1 } })
      await store.amend('attempt-1', {})
      const profile = { ...FULL.profile, lastName: 'King', phone: null, preferences: { a: 1 } }
      expect(await store.find('attempt-1', NOON)).toEqual({ ...FULL, profile })
    })

    test('an attempt is over with its last wrong proof, and a place given back revives it', async () => {
      const [{ preRegistrations: store }] = await open()
      await store.add(aPreRegistration())
      for (let proof = 1; proof <= MAX_WRONG_PROOFS; proof++) {
        expect(await store.find('attempt-1', NOON)).not.toBeNull()
        expect(await store.reserveProof('attempt-1')).toBe(true)
      }
      expect(await store.reserveProof('attempt-1')).toBe(false)
      expect(await store.find('attempt-1', NOON)).toBeNull()
      await store.releaseProof('attempt-1')
      expect(await store.find('attempt-1', NOON)).not.toBeNull()
    })

    test('giving back more places than were taken makes no new ones', async () => {
      const [{ preRegistrations: store }] = await open()
      await store.add(aPreRegistration())
      await store.releaseProof('attempt-1')
      for (let proof = 1; proof <= MAX_WRONG_PROOFS; proof++)
        expect(await store.reserveProof('attempt-1')).toBe(true)
      expect(await store.reserveProof('attempt-1')).toBe(false)
    })

    test('a place of an unknown attempt is never to be had', async () => {
      const [{ preRegistrations: store }] = await open()
      expect(await store.reserveProof('attempt-1')).toBe(false)
    })

    test('promotion takes out every attempt of the address and no other', async () => {
      const [{ preRegistrations: store }] = await open()
      for (const id of ['attempt-1', 'attempt-2', 'attempt-3'])
        await store.add(aPreRegistration({ id }))
      await store.add(aPreRegistration({ id: 'attempt-4', email: 'bob@example.org' }))
      expect(await store.promote(aPreRegistration({ id: 'attempt-2' }))).toBe(true)
      for (const id of ['attempt-1', 'attempt-2', 'attempt-3'])
        expect(await store.find(id, NOON)).toBeNull()
      expect(await store.find('attempt-4', NOON)).not.toBeNull()
      expect(await store.promote(aPreRegistration({ id: 'attempt-1' }))).toBe(false)
    })

    test.each(NEAR_TWINS)('promoting %j leaves the attempts of %j alone', async (one, other) => {
      const [{ preRegistrations: store }] = await open()
      const promoted = aPreRegistration({ emailCanonical: one })
      await store.add(promoted)
      await store.add(aPreRegistration({ id: 'attempt-2', emailCanonical: other }))
      expect(await store.promote(promoted)).toBe(true)
      expect(await store.find('attempt-2', NOON)).not.toBeNull()
    })

    test('all attempts of an address are found, whatever their state', async () => {
      const [{ preRegistrations: store }] = await open()
      const over = aPreRegistration({ expiresAt: NOON })
      const other = aPreRegistration({ id: 'attempt-2', email: 'ADA@example.org' })
      for (const attempt of [over, other]) await store.add(attempt)
      await store.add(aPreRegistration({ id: 'attempt-3', email: 'bob@example.org' }))
      const found = await store.ofAddress('ada@example.org')
      expect(found.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([over, other])
      expect(await store.ofAddress('nobody@example.org')).toEqual([])
    })

    test('an address proven in another way loses its attempts, and no other does', async () => {
      const [{ preRegistrations: store }] = await open()
      for (const id of ['attempt-1', 'attempt-2']) await store.add(aPreRegistration({ id }))
      await store.add(aPreRegistration({ id: 'attempt-3', email: 'bob@example.org' }))
      await store.removeAll('ada@example.org')
      await store.removeAll('ada@example.org')
      for (const id of ['attempt-1', 'attempt-2']) expect(await store.find(id, NOON)).toBeNull()
      expect(await store.find('attempt-3', NOON)).not.toBeNull()
    })

    test('of many concurrent promotions of one attempt exactly one wins', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const attempt = aPreRegistration({ id: `attempt-${round}` })
        await nodes[0].preRegistrations.add(attempt)
        expect(wins(await race(nodes, (node) => node.preRegistrations.promote(attempt)))).toBe(1)
      }
    })

    test('of many concurrent promotions of attempts for one address exactly one wins', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const attempts = [0, 1, 2, 3, 4].map((n) => aPreRegistration({ id: `${round}-${n}` }))
        for (const attempt of attempts) await nodes[0].preRegistrations.add(attempt)
        const promoted = await race(nodes, ({ preRegistrations }, index) =>
          preRegistrations.promote(aPreRegistration({ id: `${round}-${index % 5}` })),
        )
        expect(wins(promoted)).toBe(1)
      }
    })

    test('parallel guesses never get more places than there are', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const id = `attempt-${round}`
        await nodes[0].preRegistrations.add(aPreRegistration({ id }))
        const reserved = await race(nodes, (node) => node.preRegistrations.reserveProof(id))
        expect(wins(reserved)).toBe(MAX_WRONG_PROOFS)
      }
    })
  })
