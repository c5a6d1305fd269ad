import { describe, expect, test } from 'vitest'
import type { SecretHash } from '../shared/secrets.ts'
import { aPasswordReset, aSetupToken } from './a-password-reset.ts'
import { aUser } from './a-user.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds, wins } from './race.ts'

/** Every PasswordResetStore must pass this suite. */
export const describePasswordResetStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a PasswordResetStore`, () => {
    const open = async () => {
      const nodes = await openNodes()
      await nodes[0].users.add(aUser())
      await nodes[0].users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      return nodes
    }

    test('every field of a reset comes back as it was stored', async () => {
      const [{ passwordResets }] = await open()
      const reset = aPasswordReset({ createdAt: afterNoon(1), expiresAt: afterNoon(2) })
      await passwordResets.add(reset)
      expect(await passwordResets.find('reset-1', NOON)).toEqual(reset)
    })

    test('an unknown, expired or spent reset is none', async () => {
      const [{ passwordResets }] = await open()
      await passwordResets.add(aPasswordReset({ expiresAt: afterNoon(1000) }))
      expect(await passwordResets.find('reset-2', NOON)).toBeNull()
      expect(await passwordResets.find('reset-1', afterNoon(999))).not.toBeNull()
      expect(await passwordResets.find('reset-1', afterNoon(1000))).toBeNull()
      expect(await passwordResets.spend(aPasswordReset(), afterNoon(1000))).toBe(false)
      expect(await passwordResets.spend(aPasswordReset(), NOON)).toBe(true)
      expect(await passwordResets.find('reset-1', NOON)).toBeNull()
      expect(await passwordResets.spend(aPasswordReset(), NOON)).toBe(false)
    })

    test('spending one reset spends every other one of its user', async () => {
      const [{ passwordResets }] = await open()
      await passwordResets.add(aPasswordReset())
      await passwordResets.add(aPasswordReset({ id: 'reset-2' }))
      await passwordResets.add(aPasswordReset({ id: 'bobs', userId: 'user-2' }))
      expect(await passwordResets.spend(aPasswordReset(), NOON)).toBe(true)
      expect(await passwordResets.find('reset-2', NOON)).toBeNull()
      expect(await passwordResets.spend(aPasswordReset({ id: 'reset-2' }), NOON)).toBe(false)
      expect(await passwordResets.find('bobs', NOON)).not.toBeNull()
    })

    test('removeAll takes out the resets of one user', async () => {
      const [{ passwordResets }] = await open()
      await passwordResets.add(aPasswordReset())
      await passwordResets.add(aPasswordReset({ id: 'bobs', userId: 'user-2' }))
      await passwordResets.removeAll('user-1')
      expect(await passwordResets.find('reset-1', NOON)).toBeNull()
      expect(await passwordResets.find('bobs', NOON)).not.toBeNull()
    })

    test('of many concurrent uses of a user’s resets exactly one wins', async () => {
      const nodes = await open()
      for (const round of rounds()) {
        const resets = [0, 1].map((n) => aPasswordReset({ id: `reset-${round}-${n}` }))
        for (const reset of resets) await nodes[0].passwordResets.add(reset)
        const spent = await race(nodes, ({ passwordResets }, index) =>
          passwordResets.spend(aPasswordReset({ id: `reset-${round}-${index % 2}` }), NOON),
        )
        expect(wins(spent)).toBe(1)
      }
    })
  })

/** Every SetupTokenStore must pass this suite. */
export const describeSetupTokenStore = (name: string, open: OpenNodes) =>
  describe(`${name} is a SetupTokenStore`, () => {
    test('a setup token is spent once', async () => {
      const [{ setupTokens }] = await open()
      await setupTokens.replace(aSetupToken())
      expect(await setupTokens.spend(aSetupToken(), NOON)).toBe(true)
      expect(await setupTokens.spend(aSetupToken(), NOON)).toBe(false)
    })

    test('a token that is unknown, nearly right or expired is refused', async () => {
      const [{ setupTokens }] = await open()
      await setupTokens.replace(aSetupToken({ expiresAt: afterNoon(1000) }))
      const { hash } = aSetupToken()
      for (const wrong of [hash.toUpperCase(), `${hash} `, 'other'] as SecretHash[])
        expect(await setupTokens.spend(aSetupToken({ hash: wrong }), NOON)).toBe(false)
      expect(await setupTokens.spend(aSetupToken({ id: 'setup-2', hash }), NOON)).toBe(false)
      expect(await setupTokens.spend(aSetupToken(), afterNoon(1000))).toBe(false)
      expect(await setupTokens.spend(aSetupToken(), afterNoon(999))).toBe(true)
    })

    test('a new token makes the former one worthless', async () => {
      const [{ setupTokens }] = await open()
      await setupTokens.replace(aSetupToken())
      await setupTokens.replace(aSetupToken({ id: 'setup-2' }))
      expect(await setupTokens.spend(aSetupToken(), NOON)).toBe(false)
      expect(await setupTokens.spend(aSetupToken({ id: 'setup-2' }), NOON)).toBe(true)
    })

    test('of many concurrent uses of the token exactly one wins', async () => {
      const nodes = await open()
      for (const _ of rounds()) {
        await nodes[0].setupTokens.replace(aSetupToken())
        const spent = await race(nodes, (node) => node.setupTokens.spend(aSetupToken(), NOON))
        expect(wins(spent)).toBe(1)
      }
    })
  })
