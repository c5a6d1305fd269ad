import { settings as contract } from '@latchkey/contract'
import { minPasswordLength, type ReadSettings } from '@latchkey/core/rules'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'

const COMPOSITION_RULES = ['upper', 'lower', 'digit', 'special']

interface Deps {
  readonly settings: ReadSettings
  readonly brandName: string
  readonly locales: readonly string[]
}

/** What a sign-in page needs to know before anybody has signed in. */
export const configRoutes =
  ({ settings, brandName, locales }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get('/api/config', { schema: contract.publicConfig }, async () => {
      const { registration_enabled, otp_signup_enabled, password_profile, password_min_length } =
        settings()
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
        brand: { name: brandName },
        locales: [...locales],
      }
    })
    app.get('/api/auth/providers', { schema: contract.providers }, async () => ({
      success: true as const,
      providers: [],
    }))
  }
