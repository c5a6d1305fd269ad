import { expect } from 'vitest'
import { aMailedOtp, aResetToken, aStagedSignUp, login, PASSWORD } from '../account.ts'
import type { Answer } from '../request.ts'
import type { TestServer } from '../server.ts'
import type { Way } from './way.ts'
import {
  aPerson,
  expectIn,
  expectRecorded,
  expectRefused,
  expectRevocable,
  refresh,
} from './world.ts'

const reset = (caller: TestServer, token: string): Promise<Answer> =>
  caller.post('/api/auth/reset-password', { token, password: PASSWORD })

export const byReset: Way = {
  name: 'reset',
  call: 'POST /api/auth/reset-password',
  opensIn: 'password/spend-reset.ts',
  proof: 'a link of 256 bits from the mailbox, once',
  cells: {
    lockout: {
      says: '200, and the lock ends',
      async holds(world, caller) {
        const { email } = await aPerson(caller)
        await world.lock(email)
        expectIn(await reset(caller, await aResetToken(caller, email)))
        expectIn(await login(world.caller(), { email, password: PASSWORD }))
      },
    },
    disabled: {
      says: '400, as for a link that has ended',
      async holds(world, caller) {
        const { email, id } = await aPerson(caller)
        const token = await aResetToken(caller, email)
        await world.disable(id)
        expectRefused(await reset(caller, token), 400, 'invalid_or_expired_token')
      },
    },
    unverified: {
      says: 'no link is sent: it goes to users only',
      async holds(_world, caller) {
        const { email } = await aStagedSignUp(caller)
        const asked = await caller.post('/api/auth/forgot-password', { email })
        expect(asked.status).toBe(202)
        // What leaves later shows that it was passed over.
        await aMailedOtp(caller, { email })
        const mails = await caller.inbox(email, 2)
        expect(mails.filter(({ text }) => text.includes('/auth/reset-password'))).toEqual([])
      },
    },
    'rate limit': { doesNotApply: 'nobody guesses 256 bits; asking for links is limited' },
    audit: {
      says: '`authn_password_change`, `authn_login_success`; `authn_password_change_fail`',
      async holds(world, caller) {
        const { email, id } = await aPerson(caller)
        const token = await aResetToken(caller, email)
        expectIn(await reset(caller, token))
        expect(await world.count('authn_password_change', { userId: id })).toBe(1)
        expect(await world.count('authn_login_success', { userId: id })).toBe(2)
        await expectRecorded(world, ['authn_password_change_fail', 'reset_unknown'], () =>
          reset(caller, token),
        )
      },
    },
    revocation: {
      says: 'it ends every other session; its own ends with all others',
      async holds(_world, caller) {
        const { email, refreshToken } = await aPerson(caller)
        const answer = await reset(caller, await aResetToken(caller, email))
        expectRefused(await refresh(caller, refreshToken), 401, 'invalid_refresh_token')
        await expectRevocable(caller, answer)
      },
    },
  },
}
