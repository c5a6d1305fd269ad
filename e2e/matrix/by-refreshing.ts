import type { Way } from './way.ts'
import {
  aPerson,
  expectIn,
  expectRecorded,
  expectRefused,
  expectRevocable,
  refresh,
} from './world.ts'

export const byRefreshing: Way = {
  name: 'refresh',
  call: 'POST /api/auth/refresh-token',
  opensIn: null,
  proof: 'the refresh token of a session that is open, once',
  cells: {
    lockout: {
      says: '200: who is in stays in',
      async holds(world, caller) {
        const { email, refreshToken } = await aPerson(caller)
        await world.lock(email)
        expectIn(await refresh(caller, refreshToken))
      },
    },
    disabled: {
      says: '401: the session has ended',
      async holds(world, caller) {
        const { id, refreshToken } = await aPerson(caller)
        await world.disable(id)
        expectRefused(await refresh(caller, refreshToken), 401, 'invalid_refresh_token')
      },
    },
    unverified: { doesNotApply: 'nobody has a session before an address is proven' },
    'rate limit': { doesNotApply: 'nobody guesses 256 bits, and no hash is computed' },
    audit: {
      says: 'nothing, for it is no new sign-in; `token_reuse_detected` when a spent token comes back',
      async holds(world, caller) {
        const { refreshToken } = await aPerson(caller)
        const next = await refresh(caller, refreshToken)
        expectIn(await refresh(caller, next.body.refreshToken))
        await expectRecorded(world, ['token_reuse_detected', 'token_reused'], async () =>
          expectRefused(await refresh(caller, refreshToken), 401, 'invalid_refresh_token'),
        )
      },
    },
    revocation: {
      says: 'it goes on with the session and ends with it',
      async holds(_world, caller) {
        const { refreshToken } = await aPerson(caller)
        await expectRevocable(caller, await refresh(caller, refreshToken))
      },
    },
  },
}
