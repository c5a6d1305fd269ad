import { expect } from 'vitest'
import { anAccount, aStagedSignUp, login, OTHER_PASSWORD } from '../account.ts'
import type { Way } from './way.ts'
import { expectIn, expectRecorded, expectRefused, expectRevocable } from './world.ts'

const AS_WRONG = '401, as for a wrong password'

export const byPassword: Way = {
  name: 'password',
  call: 'POST /api/auth/login',
  opensIn: 'session/log-in.ts',
  proof: 'address and password',
  cells: {
    lockout: {
      says: `${AS_WRONG}; a known device gets in`,
      async holds(world, caller) {
        const account = await anAccount(caller)
        await world.lock(account.email)
        expectRefused(await login(caller, account), 401, 'invalid_credentials')
        const known = { 'x-device-token': account.deviceToken }
        expectIn(await login(caller, account, known))
      },
    },
    disabled: {
      says: AS_WRONG,
      async holds(world, caller) {
        const account = await anAccount(caller)
        await world.disable(account.id)
        const known = { 'x-device-token': account.deviceToken }
        expectRefused(await login(caller, account, known), 401, 'invalid_credentials')
      },
    },
    unverified: {
      says: AS_WRONG,
      async holds(_world, caller) {
        const staged = await aStagedSignUp(caller)
        expectRefused(await login(caller, staged), 401, 'invalid_credentials')
      },
    },
    'rate limit': {
      says: '429 for the network, without a hash',
      async holds(world, caller) {
        const account = await anAccount(caller)
        const wrong = { ...account, password: OTHER_PASSWORD }
        for (let n = 0; n < 2; n++) expect((await login(caller, wrong)).status).toBe(401)
        expectRefused(await login(caller, account), 429, 'rate_limited')
        expectIn(await login(world.caller(), account))
      },
    },
    audit: {
      says: '`authn_login_success`, `authn_login_fail`',
      async holds(world, caller) {
        const account = await anAccount(caller)
        const successes = () => world.count('authn_login_success', { userId: account.id })
        const before = await successes()
        expectIn(await login(caller, account))
        expect(await successes()).toBe(before + 1)
        await expectRecorded(world, ['authn_login_fail', 'password_wrong'], () =>
          login(caller, { ...account, password: OTHER_PASSWORD }),
        )
      },
    },
    revocation: {
      says: 'its session ends with all others',
      async holds(_world, caller) {
        await expectRevocable(caller, await login(caller, await anAccount(caller)))
      },
    },
  },
}
