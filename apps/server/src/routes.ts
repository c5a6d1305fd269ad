import type { DevMailbox } from '@latchkey/mail'
import type { FastifyInstance } from 'fastify'
import { setupRoute } from './access/setup.route.ts'
import { docsRoutes } from './http/docs.route.ts'
import { healthRoutes, type Vitals } from './http/health.route.ts'
import { wellKnownRoutes } from './http/well-known.route.ts'
import type { Installation } from './installation.ts'
import { devMailboxRoutes } from './mail/dev-mailbox.route.ts'
import { BRAND_NAME } from './mail/start-mail.ts'
import { sendOtpRoute } from './otp/send-otp.route.ts'
import { verifyOtpRoute } from './otp/verify-otp.route.ts'
import { pagesRoutes } from './pages/pages.route.ts'
import { forgotRoute } from './password/forgot.route.ts'
import { resetRoute } from './password/reset.route.ts'
import { deviceTokens } from './protection/device-token.ts'
import { registerRoute } from './registration/register.route.ts'
import { stagedRoutes } from './registration/staged.route.ts'
import { verifyRoute } from './registration/verify.route.ts'
import { accessTokens } from './session/access-token.ts'
import { authenticate } from './session/authenticate.ts'
import { cookies } from './session/cookies.ts'
import { deliver } from './session/deliver.ts'
import { introspectRoute } from './session/introspect.route.ts'
import { loginRoute } from './session/login.route.ts'
import { logoutRoutes } from './session/logout.route.ts'
import { refreshRoute } from './session/refresh.route.ts'
import { sessionRoute } from './session/session.route.ts'
import { configRoutes } from './settings/config.route.ts'
import type { UseCases } from './use-cases.ts'
import { meRoute } from './user/me.route.ts'

interface Deps {
  readonly installation: Installation
  readonly useCases: UseCases
  readonly vitals: Vitals
  readonly locales: readonly string[]
  readonly localeOf: (acceptLanguage: string | undefined) => string
}

/** Every route of the API (http-api.md 3 and 6). */
export const registerRoutes = (
  app: FastifyInstance,
  { installation, useCases, vitals, locales, localeOf }: Deps,
): void => {
  const { config, clock, keys, secrets, signingKeys, revocations, storage } = installation
  const { publicUrl: issuer, jwtAudience: audience } = config
  const tokens = accessTokens({ keys: signingKeys, issuer, audience, clock })
  const jar = cookies(config.publicUrl.startsWith('https:'))
  const who = authenticate({ accessTokens: tokens, revocations, cookies: jar })
  const { settings, logOut, logOutEverywhere, resend, amend } = useCases
  const delivery = deliver({
    cookies: jar,
    accessTokens: tokens,
    deviceTokens: deviceTokens(keys),
    settings,
    clock,
  })

  app.register(registerRoute(useCases.register, delivery, localeOf))
  app.register(stagedRoutes({ resend, amend, cookies: jar }))
  app.register(verifyRoute(useCases.verify, delivery, jar))
  app.register(loginRoute(useCases.logIn, delivery))
  app.register(sendOtpRoute(useCases.sendOtp, delivery, jar, localeOf))
  app.register(verifyOtpRoute(useCases.verifyOtp, delivery, jar))
  app.register(refreshRoute(useCases.refresh, delivery, jar))
  app.register(logoutRoutes({ logOut, logOutEverywhere, authenticate: who, cookies: jar, secrets }))
  app.register(sessionRoute(who))
  app.register(meRoute(storage.stores.users, who))
  const credential = config.introspectionSecret
  app.register(introspectRoute({ authenticate: who, credential, issuer, audience }))
  app.register(forgotRoute(useCases.requestReset))
  app.register(resetRoute(useCases.reset, delivery))
  app.register(setupRoute(useCases.setUp, storage.stores.users, delivery))
  app.register(configRoutes({ settings, brandName: BRAND_NAME, locales }))
  app.register(healthRoutes(vitals, clock))
  app.register(wellKnownRoutes({ ...config, jwks: signingKeys.jwks, clock }))
}

/** What a browser sees: pages, and beside them what a developer reads. */
export const registerPages = (
  app: FastifyInstance,
  { config }: Installation,
  mailbox: DevMailbox | null,
): void => {
  const { publicUrl, settings } = config
  const resetMinutes = settings.reset_token_expiry_minutes
  app.register(pagesRoutes({ hasDevMailbox: mailbox !== null, resetMinutes }))
  if (mailbox) app.register(devMailboxRoutes({ mailbox, publicUrl }))
  if (config.apiDocs) app.register(docsRoutes({ publicUrl }))
}
