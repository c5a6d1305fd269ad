import { expect } from 'vitest'
import type { Way } from './way.ts'
import { expectRefused, expectRevocable } from './world.ts'

export const bySettingUp: Way = {
  name: 'set-up',
  call: 'POST /api/setup',
  opensIn: 'access/spend-setup-link.ts',
  proof: 'the printed link of 256 bits, once, while there is no administrator',
  cells: {
    lockout: { doesNotApply: 'it asks for no password that somebody could have guessed at' },
    disabled: { doesNotApply: 'it makes a new user, whom nobody can have disabled' },
    unverified: { doesNotApply: 'who reads the console of the server answers for the address' },
    'rate limit': { doesNotApply: 'nobody guesses 256 bits, and a wrong link costs no hash' },
    audit: {
      says: '`user_created`, `authn_login_success`; `authz_fail`',
      async holds(world, caller) {
        const userId = world.setUp.body.user?.id ?? ''
        for (const action of ['user_created', 'authn_login_success'])
          expect(await world.count(action, { userId })).toBe(1)
        expectRefused(await caller.post('/api/setup', { token: 'spent' }), 404, 'not_found')
      },
    },
    revocation: {
      says: 'its session ends with all others',
      async holds(world, caller) {
        await expectRevocable(caller, world.setUp)
      },
    },
  },
}
