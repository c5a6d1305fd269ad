import { expect } from 'vitest'
import { aNewAddress, aStagedSignUp, linkTokenIn, login, PASSWORD, verify } from '../account.ts'
import type { Answer } from '../request.ts'
import type { TestServer } from '../server.ts'
import type { Way } from './way.ts'
import { expectIn, expectRecorded, expectRefused, expectRevocable, type World } from './world.ts'

const accept = (caller: TestServer, token: string): Promise<Answer> =>
  caller.post('/api/auth/reset-password', { token, password: PASSWORD })

/** The token of the link in a fresh invitation. */
const invited = async (world: World, caller: TestServer, email: string): Promise<string> => {
  const before = (await caller.inbox(email, 0)).length
  await world.invite(email)
  const mails = await caller.inbox(email, before + 1)
  const mail = mails.find(({ text }) => text.includes('/auth/reset-password'))
  return mail ? linkTokenIn(mail) : ''
}

export const byInvitation: Way = {
  name: 'invitation',
  call: 'POST /api/auth/reset-password',
  opensIn: 'access/spend-invitation.ts',
  proof: 'the mailed link of an administrator, 256 bits, once',
  cells: {
    lockout: {
      says: '200: what was guessed at the address before counts no more',
      async holds(world, caller) {
        const email = aNewAddress()
        await world.lock(email)
        expectIn(await accept(caller, await invited(world, caller, email)))
        expectIn(await login(world.caller(), { email, password: PASSWORD }))
      },
    },
    disabled: { doesNotApply: 'it makes a new user, whom nobody can have disabled' },
    unverified: {
      says: '200: the link proves the address, and ends the sign-ups that were staged for it',
      async holds(world, caller) {
        const { email, link, registrationToken } = await aStagedSignUp(caller)
        expectIn(await accept(caller, await invited(world, caller, email)))
        const late = await verify(caller, { token: link, registrationToken })
        expectRefused(late, 400, 'invalid_or_expired_token')
      },
    },
    'rate limit': { doesNotApply: 'nobody guesses 256 bits, and a wrong link costs no hash' },
    audit: {
      says: '`user_created`, `authn_login_success`; `user_verification_fail`',
      async holds(world, caller) {
        const token = await invited(world, caller, aNewAddress())
        const answer = await accept(caller, token)
        expectIn(answer)
        const userId = answer.body.user?.id ?? ''
        for (const action of ['user_invited', 'user_created', 'authn_login_success'])
          expect(await world.count(action, { userId })).toBe(1)
        const refusal = ['user_verification_fail', 'invitation_unknown'] as const
        await expectRecorded(world, refusal, () => accept(caller, token))
      },
    },
    revocation: {
      says: 'its session ends with all others',
      async holds(world, caller) {
        const token = await invited(world, caller, aNewAddress())
        await expectRevocable(caller, await accept(caller, token))
      },
    },
  },
}
