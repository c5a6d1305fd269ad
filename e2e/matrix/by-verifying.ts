import { expect } from 'vitest'
import {
  aMailedOtp,
  aNewAddress,
  aStagedSignUp,
  login,
  otherThan,
  type StagedSignUp,
  verify,
  verifyOtp,
} from '../account.ts'
import type { TestServer } from '../server.ts'
import type { Way } from './way.ts'
import { expectIn, expectRecorded, expectRefused, expectRevocable } from './world.ts'

const byCodeOf = (caller: TestServer, { registrationToken, code }: StagedSignUp) =>
  verify(caller, { registrationToken, code })

export const byVerifying: Way = {
  name: 'verified sign-up',
  call: 'POST /api/auth/verify-email',
  opensIn: 'registration/promote-attempt.ts',
  proof: 'a link or a code from the mailbox, and the token or the password of the sign-up',
  cells: {
    lockout: {
      says: '200: what was guessed at the address before counts no more',
      async holds(world, caller) {
        const email = aNewAddress()
        await world.lock(email)
        const staged = await aStagedSignUp(caller, { email })
        expectIn(await byCodeOf(caller, staged))
        expectIn(await login(caller, staged))
      },
    },
    disabled: {
      says: '400: an address that became a user’s has no sign-ups, whatever became of the user',
      async holds(world, caller) {
        const staged = await aStagedSignUp(caller)
        const { email } = staged
        const { body } = await verifyOtp(caller, await aMailedOtp(caller, { email }))
        await world.disable(body.user?.id ?? '')
        expectRefused(await byCodeOf(caller, staged), 400, 'invalid_or_expired_token')
      },
    },
    unverified: {
      says: '403 until the caller proves to have begun this very sign-up',
      async holds(_world, caller) {
        const { link: token, registrationToken } = await aStagedSignUp(caller)
        expectRefused(await verify(caller, { token }), 403, 'proof_required')
        const answer = await verify(caller, { token, registrationToken })
        expectIn(answer)
        expect(answer.body.user).toMatchObject({ emailVerified: true })
      },
    },
    'rate limit': {
      says: '400 after 5 wrong codes or proofs of a sign-up, or 20 wrong codes in an hour for an address',
      async holds(world, caller) {
        const email = aNewAddress()
        const wrongFive = async () => {
          const staged = await aStagedSignUp(world.caller(), { email })
          for (let n = 1; n <= 5; n++) {
            const wrong = { ...staged, code: otherThan(staged.code, n) }
            expectRefused(await byCodeOf(caller, wrong), 400, 'invalid_or_expired_token')
          }
          return staged
        }
        const spent = await wrongFive()
        expectRefused(await byCodeOf(caller, spent), 400, 'invalid_or_expired_token')
        for (let n = 0; n < 3; n++) await wrongFive()
        const fresh = await aStagedSignUp(world.caller(), { email })
        expectRefused(await byCodeOf(caller, fresh), 400, 'invalid_or_expired_token')
      },
    },
    audit: {
      says: '`user_created`, `authn_login_success`; `user_verification_fail`',
      async holds(world, caller) {
        const staged = await aStagedSignUp(caller)
        const wrong = { ...staged, code: otherThan(staged.code) }
        await expectRecorded(world, ['user_verification_fail', 'code_wrong'], () =>
          byCodeOf(caller, wrong),
        )
        const answer = await byCodeOf(caller, staged)
        expectIn(answer)
        const userId = answer.body.user?.id ?? ''
        for (const action of ['user_created', 'authn_login_success'])
          expect(await world.count(action, { userId })).toBe(1)
      },
    },
    revocation: {
      says: 'its session ends with all others',
      async holds(_world, caller) {
        await expectRevocable(caller, await byCodeOf(caller, await aStagedSignUp(caller)))
      },
    },
  },
}
