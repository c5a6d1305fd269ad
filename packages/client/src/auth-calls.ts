import type { Client } from 'openapi-fetch'
import type { operations, paths } from './generated/api.ts'
import type { SessionState, User } from './session.ts'

type Body<Call extends keyof operations> =
  NonNullable<operations[Call]['requestBody']> extends {
    readonly content: { readonly 'application/json': infer Json }
  }
    ? Json
    : never

/** What happens to the session that this client shows. */
interface SessionEvents {
  readonly read: () => SessionState
  readonly write: (state: SessionState) => void
  readonly begin: (user: User) => void
  readonly end: () => void
}

interface LoadOptions {
  readonly isDoubted?: boolean
  readonly signal?: AbortSignal
}

/** The calls that sign somebody up, in and out, by name. */
export const authCalls = (api: Client<paths>, { read, write, begin, end }: SessionEvents) => {
  const signedIn = <R extends { readonly data?: { readonly user: User } | undefined }>(
    result: R,
  ): R => {
    if (result.data) begin(result.data.user)
    return result
  }
  return {
    register: (body: Body<'registerUser'>) => api.POST('/api/auth/register', { body }),
    resendVerification: (body: Body<'resendVerification'> = {}) =>
      api.POST('/api/auth/resend-verification', { body }),
    verifyEmail: async (body: Body<'verifyEmail'>) =>
      signedIn(await api.POST('/api/auth/verify-email', { body })),
    login: async (body: Body<'logIn'>) => signedIn(await api.POST('/api/auth/login', { body })),
    sendOtp: (body: Body<'sendOtp'>) => api.POST('/api/auth/send-otp', { body }),
    verifyOtp: async (body: Body<'verifyOtp'>) =>
      signedIn(await api.POST('/api/auth/verify-otp', { body })),
    forgotPassword: (body: Body<'requestPasswordReset'>) =>
      api.POST('/api/auth/forgot-password', { body }),
    resetPassword: async (body: Body<'resetPassword'>) =>
      signedIn(await api.POST('/api/auth/reset-password', { body })),
    /** Refused with `not_found` once there is an administrator. */
    findOpenSetup: () => api.GET('/api/setup'),
    setUp: async (body: Body<'setUpAdministrator'>) =>
      signedIn(await api.POST('/api/setup', { body })),

    /**
     * Asks the server who is signed in, if anybody; a page does so once, when it opens. A server that
     * does not answer signs nobody out, unless nobody can know any more: `isDoubted`.
     */
    load: async ({ isDoubted = false, signal }: LoadOptions = {}) => {
      const result = await api.GET('/api/auth/status', signal ? { signal } : {})
      if (result.data?.user) write({ status: 'signed_in', user: result.data.user })
      else if (result.data || result.error.code === 'unauthenticated')
        write({ status: 'signed_out' })
      else if (isDoubted || read().status !== 'signed_in') write({ status: 'unreachable' })
      return result
    },
    /** Ends the session, here and in every tab. One the server could not end stays as it is. */
    logout: async () => {
      const result = await api.POST('/api/auth/logout', { body: {} })
      if (!result.error) end()
      return result
    },
    /** Ends every session of the user. */
    logoutAll: async () => {
      const result = await api.POST('/api/auth/logout-all')
      if (!result.error) end()
      return result
    },
  }
}
