import { describe, expect, test } from 'vitest'
import { type LockoutRule, lockoutState, NO_FAILURES } from '../protection/lockout.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { NEAR_TWINS, type OpenNodes, race, rounds } from './race.ts'

const RULE: LockoutRule = { limit: 3, windowSeconds: 900 }
const LOCKED = { ok: false, reason: 'account_locked' }
const DISABLED = { ok: false, reason: 'password_disabled' }
const PLACE = { ok: true, locks: false, tells: null }

/** Every LockoutStore must pass this suite. */
export const describeLockoutStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a LockoutStore`, () => {
    const open = async () => {
      const [{ lockouts }] = await openNodes()
      const guess = (seconds = 0, subject = 'ada', rule = RULE) =>
        lockouts.reserve(subject, rule, afterNoon(seconds * 1000))
      return { lockouts, guess }
    }

    test('the failure that fills the window locks, and the next one gets no place', async () => {
      const { lockouts, guess } = await open()
      expect(await lockouts.read('ada')).toEqual(NO_FAILURES)
      expect([await guess(0), await guess(1), await guess(2), await guess(3)]).toEqual([
        PLACE,
        PLACE,
        { ok: true, locks: true, tells: 'locked' },
        LOCKED,
      ])
      expect(await lockouts.read('ada')).toEqual({
        recent: [NOON, afterNoon(1000), afterNoon(2000)],
        failuresInRow: 3,
        toldAt: afterNoon(2000),
      })
    })

    test('no window of that length holds more failures than the limit, wherever it begins', async () => {
      const { guess } = await open()
      for (const second of [0, 600, 800]) await guess(second)
      expect(await guess(899)).toEqual(LOCKED)
      expect(await guess(900)).toMatchObject({ ok: true, locks: true })
      expect(await guess(1499)).toEqual(LOCKED)
      expect(await guess(1500)).toMatchObject({ ok: true })
    })

    test('a lock that lasts is told once a day', async () => {
      const { guess } = await open()
      const told: unknown[] = []
      for (let lock = 0; lock < 6; lock++)
        for (let n = 0; n < RULE.limit; n++) {
          const place = await guess(lock * 20_000 + n)
          if (place.ok && place.locks) told.push(place.tells)
        }
      expect(told).toEqual(['locked', null, null, null, null, 'locked'])
    })

    test('a place given back is as if it had never been taken, and only that one', async () => {
      const { lockouts, guess } = await open()
      for (const second of [0, 1, 2]) await guess(second)
      await lockouts.release('ada', afterNoon(2000))
      expect(await lockouts.read('ada')).toMatchObject({ failuresInRow: 2, toldAt: null })
      await lockouts.release('ada', afterNoon(2000))
      await lockouts.release('nobody', NOON)
      expect(await guess(3)).toMatchObject({ ok: true, tells: 'locked' })
      expect(await guess(4)).toEqual(LOCKED)
    })

    test('a hundred failures in a row disable for good, however slowly they come', async () => {
      const { lockouts, guess } = await open()
      for (let n = 0; n < 99; n++) expect(await guess(n * 1000)).toMatchObject({ ok: true })
      expect(await guess(99_000)).toEqual({ ok: true, locks: true, tells: 'disabled' })
      expect(await guess(100_000)).toEqual(DISABLED)
      expect(await guess(1e9, 'ada', { ...RULE, limit: 100 })).toEqual(DISABLED)
      expect(lockoutState(await lockouts.read('ada'), RULE, afterNoon(1e12))).toEqual({
        failedLoginAttempts: 0,
        lockedUntil: null,
        isDisabled: true,
      })
    })

    test('clearing forgets everything about one subject and says how much it was', async () => {
      const { lockouts, guess } = await open()
      for (const second of [0, 1, 2]) await guess(second)
      await guess(0, 'bob')
      expect(await lockouts.clear('ada')).toBe(3)
      expect(await lockouts.clear('ada')).toBe(0)
      expect(await guess(3)).toEqual(PLACE)
      expect(await lockouts.read('bob')).toMatchObject({ failuresInRow: 1 })
    })

    test('ending the row keeps the failures of the window', async () => {
      const { lockouts, guess } = await open()
      for (const second of [0, 1]) await guess(second)
      await lockouts.endRow('ada')
      await lockouts.endRow('nobody')
      expect(await lockouts.read('ada')).toMatchObject({ failuresInRow: 0 })
      expect(await guess(2)).toMatchObject({ locks: true })
      expect(await guess(3)).toEqual(LOCKED)
    })

    test('a changed rule counts at once', async () => {
      const { guess } = await open()
      for (const second of [0, 1, 2]) await guess(second)
      expect(await guess(3, 'ada', { ...RULE, windowSeconds: 3 })).toMatchObject({ ok: true })
      expect(await guess(3, 'ada', { ...RULE, limit: 2 })).toEqual(LOCKED)
    })

    test('an administrator sees until when it is locked', async () => {
      const { lockouts, guess } = await open()
      for (const second of [0, 1, 2]) await guess(second)
      const state = async (second: number) =>
        lockoutState(await lockouts.read('ada'), RULE, afterNoon(second * 1000))
      const lockedUntil = afterNoon(900_000)
      expect(await state(899)).toEqual({ failedLoginAttempts: 3, lockedUntil, isDisabled: false })
      expect(await state(900)).toMatchObject({ failedLoginAttempts: 2, lockedUntil: null })
    })

    test.each(NEAR_TWINS)('failures of %j lock nothing of %j', async (one, other) => {
      const { guess } = await open()
      for (const second of [0, 1, 2]) await guess(second, one)
      expect(await guess(3, other)).toEqual(PLACE)
    })

    test('parallel guesses never get more places than the rule gives, and one of them tells', async () => {
      const nodes = await openNodes()
      for (const round of rounds()) {
        const places = await race(nodes, ({ lockouts }) =>
          lockouts.reserve(`subject-${round}`, RULE, NOON),
        )
        expect(places.filter(({ ok }) => ok)).toHaveLength(RULE.limit)
        expect(places.filter((place) => place.ok && place.tells)).toHaveLength(1)
      }
    })
  })
