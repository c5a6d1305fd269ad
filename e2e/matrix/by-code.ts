import { expect } from 'vitest'
import { aMailedOtp, aNewAddress, aStagedSignUp, otherThan, verify, verifyOtp } from '../account.ts'
import type { Way } from './way.ts'
import { aPerson, expectIn, expectRecorded, expectRefused, expectRevocable } from './world.ts'

export const byCode: Way = {
  name: 'mailed code',
  call: 'POST /api/auth/verify-otp',
  opensIn: 'otp/sign-in-by-otp.ts',
  proof: 'a code of six digits from the mailbox, and the token of the request',
  cells: {
    lockout: {
      says: '200: the lock is one of the password',
      async holds(world, caller) {
        const { email } = await aPerson(caller)
        await world.lock(email)
        expectIn(await verifyOtp(caller, await aMailedOtp(caller, { email })))
      },
    },
    disabled: {
      says: '401, as for a wrong code',
      async holds(world, caller) {
        const { email, id } = await aPerson(caller)
        const sent = await aMailedOtp(caller, { email })
        await world.disable(id)
        expectRefused(await verifyOtp(caller, sent), 401, 'invalid_otp')
      },
    },
    unverified: {
      says: '200: the code proves the address, and ends the sign-ups that were staged for it',
      async holds(_world, caller) {
        const staged = await aStagedSignUp(caller)
        const { email, link: token, registrationToken } = staged
        const answer = await verifyOtp(caller, await aMailedOtp(caller, { email }))
        expectIn(answer)
        expect(answer.body.user).toMatchObject({ email, emailVerified: true })
        const late = await verify(caller, { token, registrationToken })
        expectRefused(late, 400, 'invalid_or_expired_token')
      },
    },
    'rate limit': {
      says: '401 after 5 wrong codes of a request, 429 after 20 in an hour for an address',
      async holds(world, caller) {
        const email = aNewAddress()
        const wrongFive = async () => {
          const sent = await aMailedOtp(world.caller(), { email })
          for (let n = 1; n <= 5; n++)
            expectRefused(
              await verifyOtp(caller, { ...sent, otp: otherThan(sent.otp, n) }),
              401,
              'invalid_otp',
            )
          return sent
        }
        expectRefused(await verifyOtp(caller, await wrongFive()), 401, 'invalid_otp')
        for (let n = 0; n < 3; n++) await wrongFive()
        const fresh = await aMailedOtp(world.caller(), { email })
        expectRefused(await verifyOtp(world.caller(), fresh), 429, 'rate_limited')
      },
    },
    audit: {
      says: '`authn_login_success`, `authn_login_fail`',
      async holds(world, caller) {
        const { email, id } = await aPerson(caller)
        const successes = () => world.count('authn_login_success', { userId: id })
        expect(await successes()).toBe(1)
        const sent = await aMailedOtp(caller, { email })
        await expectRecorded(world, ['authn_login_fail', 'code_wrong'], () =>
          verifyOtp(caller, { ...sent, otp: otherThan(sent.otp) }),
        )
        expectIn(await verifyOtp(caller, sent))
        expect(await successes()).toBe(2)
      },
    },
    revocation: {
      says: 'its session ends with all others',
      async holds(_world, caller) {
        await expectRevocable(caller, await verifyOtp(caller, await aMailedOtp(caller)))
      },
    },
  },
}
