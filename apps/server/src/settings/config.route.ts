import { settings as contract } from '@latchkey/contract'
import { minPasswordLength, type ReadSettings } from '@latchkey/core/rules'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { presentBrand } from './present-brand.ts'

const COMPOSITION_RULES = ['upper', 'lower', 'digit', 'special']

interface Deps {
  readonly settings: ReadSettings
  readonly publicUrl: string
  readonly jwtAudience: string
  readonly locales: readonly string[]
  /** Whether mails end in the dev mailbox and whoever asks may read it. */
  readonly mayReadMailbox: (request: FastifyRequest) => boolean
}

/** What a sign-in page needs to know before anybody has signed in. */
export const configRoutes =
  ({ settings, publicUrl, jwtAudience, locales, mayReadMailbox }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/config', { schema: contract.publicConfig }, async (request) => {
      const inForce = settings()
      const { registration_enabled, otp_signup_enabled, password_profile, password_min_length } =
        inForce
      return {
        success: true as const,
        registrationEnabled: registration_enabled,
        otpSignupEnabled: otp_signup_enabled,
        password: {
          profile: password_profile,
          minLength: minPasswordLength(password_profile, password_min_length),
          rules: password_profile === 'composition' ? COMPOSITION_RULES : [],
        },
        // Outside identities are not part of this release.
        providers: [],
        brand: presentBrand(inForce, publicUrl),
        locales: [...locales],
        tokens: { issuer: publicUrl, audience: jwtAudience },
        resetMinutes: inForce.reset_token_expiry_minutes,
        devMailbox: mayReadMailbox(request),
      }
    })
    app.get('/api/auth/providers', { schema: contract.providers }, async () => ({
      success: true as const,
      providers: [],
    }))
  }
