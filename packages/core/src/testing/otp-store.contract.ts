import { describe, expect, test } from 'vitest'
import { MAX_LIVE_CODES } from '../otp/otp-request.ts'
import { anOtpCode, anOtpRequest } from './an-otp-request.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds, wins } from './race.ts'

const TRIES = 5

/** Every OtpStore must pass this suite. */
export const describeOtpStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is an OtpStore`, () => {
    const open = async () => {
      const [{ otps }] = await openNodes()
      return otps
    }
    const codesOf = async (otps: Awaited<ReturnType<typeof open>>, now = NOON) =>
      (await otps.find('otp-1', now))?.codes.map(({ id }) => id) ?? []

    test('every field of a request comes back as it was stored', async () => {
      const otps = await open()
      const full = anOtpRequest({
        email: 'Ada.L@Example.org',
        emailCanonical: 'ada.l@example.org',
        userId: 'user-1',
        locale: 'de-AT',
        createdAt: afterNoon(1),
        codes: [anOtpCode({ expiresAt: afterNoon(2) })],
      })
      await otps.add(full)
      await otps.add(anOtpRequest({ id: 'otp-2' }))
      expect(await otps.find('otp-1', NOON)).toEqual(full)
      expect(await otps.find('otp-2', NOON)).toEqual(anOtpRequest({ id: 'otp-2' }))
    })

    test('a request is gone from the instant its last code expires, and an unknown one always', async () => {
      const otps = await open()
      await otps.add(anOtpRequest({ codes: [anOtpCode({ expiresAt: afterNoon(1000) })] }))
      expect(await otps.find('otp-1', afterNoon(999))).not.toBeNull()
      expect(await otps.find('otp-1', afterNoon(1000))).toBeNull()
      expect(await otps.reserveTry('otp-1', TRIES, afterNoon(1000))).toBe(false)
      expect(await otps.addCode('otp-1', anOtpCode({ id: 'b' }), TRIES, afterNoon(1000))).toBe(
        false,
      )
      expect(await otps.find('otp-2', NOON)).toBeNull()
      expect(await otps.addCode('otp-2', anOtpCode({ id: 'c' }), TRIES, NOON)).toBe(false)
      expect(await otps.reserveTry('otp-2', TRIES, NOON)).toBe(false)
      expect(await otps.consume('otp-2')).toBe(false)
    })

    test('a further code stands before the earlier one, and each ends in its own time', async () => {
      const otps = await open()
      await otps.add(anOtpRequest({ codes: [anOtpCode({ id: 'a', expiresAt: afterNoon(10) })] }))
      const further = anOtpCode({ id: 'b', expiresAt: afterNoon(15) })
      expect(await otps.addCode('otp-1', further, TRIES, afterNoon(5))).toBe(true)
      expect(await codesOf(otps, afterNoon(5))).toEqual(['b', 'a'])
      expect((await otps.find('otp-1', afterNoon(5)))?.codes[0]).toEqual(further)
      expect(await codesOf(otps, afterNoon(10))).toEqual(['b'])
      expect(await codesOf(otps, afterNoon(15))).toEqual([])
    })

    test('a further code that ends earlier ends no earlier one', async () => {
      const otps = await open()
      await otps.add(anOtpRequest({ codes: [anOtpCode({ id: 'a', expiresAt: afterNoon(20) })] }))
      await otps.addCode('otp-1', anOtpCode({ id: 'b', expiresAt: afterNoon(10) }), TRIES, NOON)
      expect(await codesOf(otps, afterNoon(15))).toEqual(['a'])
      expect(await otps.reserveTry('otp-1', TRIES, afterNoon(15))).toBe(true)
    })

    test('no more than the newest few codes are good at a time', async () => {
      const otps = await open()
      const at = (n: number) => anOtpCode({ id: `code-${n}`, expiresAt: afterNoon(1000 + n) })
      await otps.add(anOtpRequest({ codes: [at(0)] }))
      for (let n = 1; n <= MAX_LIVE_CODES + 2; n++) await otps.addCode('otp-1', at(n), TRIES, NOON)
      const newest = Array.from({ length: MAX_LIVE_CODES }, (_, n) => MAX_LIVE_CODES + 2 - n)
      expect(await codesOf(otps)).toEqual(newest.map((n) => `code-${n}`))
    })

    test('there are as many tries as are allowed, and a further code gives none back', async () => {
      const otps = await open()
      await otps.add(anOtpRequest())
      for (let used = 0; used < TRIES; used++) {
        expect((await otps.find('otp-1', NOON))?.wrongTries).toBe(used)
        expect(await otps.addCode('otp-1', anOtpCode({ id: `b${used}` }), TRIES, NOON)).toBe(true)
        expect(await otps.reserveTry('otp-1', TRIES, NOON)).toBe(true)
      }
      expect(await otps.reserveTry('otp-1', TRIES, NOON)).toBe(false)
      expect(await otps.addCode('otp-1', anOtpCode({ id: 'c' }), TRIES, NOON)).toBe(false)
      expect(await otps.reserveTry('otp-1', TRIES, NOON)).toBe(false)
      expect((await otps.find('otp-1', NOON))?.wrongTries).toBe(TRIES)
    })

    test('a consumed request is gone with all its codes, and no other is', async () => {
      const otps = await open()
      await otps.add(anOtpRequest())
      await otps.add(anOtpRequest({ id: 'otp-2' }))
      await otps.addCode('otp-1', anOtpCode({ id: 'b' }), TRIES, NOON)
      expect(await otps.consume('otp-1')).toBe(true)
      expect(await otps.consume('otp-1')).toBe(false)
      expect(await otps.find('otp-1', NOON)).toBeNull()
      expect(await otps.reserveTry('otp-1', TRIES, NOON)).toBe(false)
      expect(await otps.addCode('otp-1', anOtpCode({ id: 'b' }), TRIES, NOON)).toBe(false)
      expect(await otps.find('otp-2', NOON)).not.toBeNull()
    })

    test('of many concurrent uses of one request exactly one wins', async () => {
      const nodes = await openNodes()
      for (const round of rounds()) {
        const id = `otp-${round}`
        await nodes[0].otps.add(anOtpRequest({ id }))
        expect(wins(await race(nodes, ({ otps }) => otps.consume(id)))).toBe(1)
      }
    })

    test('parallel guesses never get more tries than there are, whatever is sent meanwhile', async () => {
      const nodes = await openNodes()
      for (const round of rounds()) {
        const id = `otp-${round}`
        await nodes[0].otps.add(anOtpRequest({ id }))
        const reserved = await race(nodes, async ({ otps }, index) => {
          if (index % 5 > 0) return otps.reserveTry(id, TRIES, NOON)
          await otps.addCode(id, anOtpCode({ id: `${id}-${index}` }), TRIES, NOON)
          return null
        })
        expect(wins(reserved)).toBe(TRIES)
      }
    })
  })
