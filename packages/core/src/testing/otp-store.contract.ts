import { describe, expect, test } from 'vitest'
import { MAX_LIVE_CODES } from '../otp/otp-request.ts'
import type { OtpGuess, OtpStore } from '../otp/otp-store.ts'
import type { SecretHash } from '../shared/secrets.ts'
import { anOtpCode, anOtpRequest } from './an-otp-request.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds } from './race.ts'

const TRIES = 5
const WRONG = hashOf('a wrong code')
/** The hash of the code `id`, as `anOtpCode` makes it. */
const codeHash = (id: string) => anOtpCode({ id }).hash

const count = (guesses: readonly (OtpGuess | null)[], what: OtpGuess): number =>
  guesses.filter((guess) => guess === what).length

/** Every OtpStore must pass this suite. */
export const describeOtpStore = (name: string, openNodes: OpenNodes<{ readonly otps: OtpStore }>) =>
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
      const code = anOtpCode({ id: 'otp-1-code', expiresAt: afterNoon(1000) })
      await otps.add(anOtpRequest({ codes: [code] }))
      expect(await otps.find('otp-1', afterNoon(999))).not.toBeNull()
      expect(await otps.find('otp-1', afterNoon(1000))).toBeNull()
      expect(await otps.guess('otp-1', codeHash('otp-1-code'), TRIES, afterNoon(1000))).toBe(
        'spent',
      )
      expect(await otps.addCode('otp-1', anOtpCode({ id: 'b' }), TRIES, afterNoon(1000))).toBe(
        false,
      )
      expect(await otps.find('otp-2', NOON)).toBeNull()
      expect(await otps.addCode('otp-2', anOtpCode({ id: 'c' }), TRIES, NOON)).toBe(false)
      expect(await otps.guess('otp-2', codeHash('otp-2-code'), TRIES, NOON)).toBe('spent')
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
      expect(await otps.guess('otp-1', codeHash('b'), TRIES, afterNoon(15))).toBe('wrong')
      expect(await otps.guess('otp-1', codeHash('a'), TRIES, afterNoon(15))).toBe('right')
    })

    test('an expired code is wrong while a later one is good', async () => {
      const otps = await open()
      await otps.add(anOtpRequest({ codes: [anOtpCode({ id: 'a', expiresAt: afterNoon(10) })] }))
      const further = anOtpCode({ id: 'b', expiresAt: afterNoon(20) })
      await otps.addCode('otp-1', further, TRIES, afterNoon(5))
      expect(await otps.guess('otp-1', codeHash('a'), TRIES, afterNoon(10))).toBe('wrong')
      expect(await otps.guess('otp-1', codeHash('b'), TRIES, afterNoon(10))).toBe('right')
    })

    test('no more than the newest few codes are good at a time', async () => {
      const otps = await open()
      const at = (n: number) => anOtpCode({ id: `code-${n}`, expiresAt: afterNoon(1000 + n) })
      await otps.add(anOtpRequest({ codes: [at(0)] }))
      for (let n = 1; n <= MAX_LIVE_CODES + 2; n++) await otps.addCode('otp-1', at(n), TRIES, NOON)
      const newest = Array.from({ length: MAX_LIVE_CODES }, (_, n) => MAX_LIVE_CODES + 2 - n)
      expect(await codesOf(otps)).toEqual(newest.map((n) => `code-${n}`))
      const [oldestGood, tooOld] = [newest.at(-1), (newest.at(-1) ?? 0) - 1]
      expect(await otps.guess('otp-1', codeHash(`code-${tooOld}`), TRIES, NOON)).toBe('wrong')
      expect(await otps.guess('otp-1', codeHash(`code-${oldestGood}`), TRIES, NOON)).toBe('right')
    })

    test('a code that was hashed before the secret was changed is still right', async () => {
      const otps = await open()
      const oneCode = (hash: string) => [anOtpCode({ hash: hash as SecretHash })]
      await otps.add(anOtpRequest({ codes: oneCode('k1-first.k0-second') }))
      for (const other of ['', '.', 'k1', 'first', 'k1-firs', 'k2-first', 'k1-.*', 'k1-second'])
        expect(await otps.guess('otp-1', other as SecretHash, 100, NOON)).toBe('wrong')
      expect(await otps.guess('otp-1', 'k2-third.k1-first' as SecretHash, 100, NOON)).toBe('right')
    })

    test('there are as many tries as are allowed, and a further code gives none back', async () => {
      const otps = await open()
      await otps.add(anOtpRequest())
      for (let used = 0; used < TRIES; used++) {
        expect((await otps.find('otp-1', NOON))?.wrongTries).toBe(used)
        expect(await otps.addCode('otp-1', anOtpCode({ id: `b${used}` }), TRIES, NOON)).toBe(true)
        expect(await otps.guess('otp-1', WRONG, TRIES, NOON)).toBe('wrong')
      }
      expect(await otps.guess('otp-1', codeHash('b0'), TRIES, NOON)).toBe('spent')
      expect(await otps.addCode('otp-1', anOtpCode({ id: 'c' }), TRIES, NOON)).toBe(false)
      expect(await otps.guess('otp-1', codeHash('b0'), TRIES, NOON)).toBe('spent')
      expect((await otps.find('otp-1', NOON))?.wrongTries).toBe(TRIES)
    })

    test('a right guess takes the request out with all its codes, and no other', async () => {
      const otps = await open()
      await otps.add(anOtpRequest())
      await otps.add(anOtpRequest({ id: 'otp-2' }))
      await otps.addCode('otp-1', anOtpCode({ id: 'b' }), TRIES, NOON)
      expect(await otps.guess('otp-1', codeHash('b'), TRIES, NOON)).toBe('right')
      expect(await otps.find('otp-1', NOON)).toBeNull()
      for (const id of ['otp-1-code', 'b'])
        expect(await otps.guess('otp-1', codeHash(id), TRIES, NOON)).toBe('spent')
      expect(await otps.addCode('otp-1', anOtpCode({ id: 'c' }), TRIES, NOON)).toBe(false)
      expect(await otps.find('otp-2', NOON)).not.toBeNull()
    })

    test('a code is right for its own request only', async () => {
      const otps = await open()
      await otps.add(anOtpRequest())
      await otps.add(anOtpRequest({ id: 'otp-2' }))
      expect(await otps.guess('otp-1', codeHash('otp-2-code'), TRIES, NOON)).toBe('wrong')
      expect(await otps.find('otp-2', NOON)).toEqual(anOtpRequest({ id: 'otp-2' }))
    })

    test('of many concurrent right guesses exactly one is told so', async () => {
      const nodes = await openNodes()
      for (const round of rounds()) {
        const id = `otp-${round}`
        await nodes[0].otps.add(anOtpRequest({ id }))
        const guesses = await race(nodes, ({ otps }) =>
          otps.guess(id, codeHash(`${id}-code`), TRIES, NOON),
        )
        expect([count(guesses, 'right'), count(guesses, 'spent')]).toEqual([1, 49])
      }
    })

    test('parallel guesses never get more tries than there are, whatever is sent meanwhile', async () => {
      const nodes = await openNodes()
      for (const round of rounds()) {
        const id = `otp-${round}`
        await nodes[0].otps.add(anOtpRequest({ id }))
        const guesses = await race(nodes, async ({ otps }, index) => {
          if (index % 5 > 0) return otps.guess(id, WRONG, TRIES, NOON)
          await otps.addCode(id, anOtpCode({ id: `${id}-${index}` }), TRIES, NOON)
          return null
        })
        expect([count(guesses, 'wrong'), count(guesses, 'right')]).toEqual([TRIES, 0])
      }
    })

    test('a right guess among wrong ones counts as one of the tries', async () => {
      const nodes = await openNodes()
      for (const round of rounds()) {
        const id = `otp-${round}`
        await nodes[0].otps.add(anOtpRequest({ id }))
        const guesses = await race(nodes, ({ otps }, index) =>
          otps.guess(id, index % 8 === 4 ? codeHash(`${id}-code`) : WRONG, TRIES, NOON),
        )
        const right = count(guesses, 'right')
        expect(right).toBeLessThanOrEqual(1)
        expect(count(guesses, 'wrong')).toBeLessThanOrEqual(TRIES - right)
        expect(count(guesses, 'spent')).toBeGreaterThanOrEqual(50 - TRIES)
      }
    })
  })
