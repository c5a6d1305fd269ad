import type { DevMailbox } from '@latchkey/mail'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { registerAdministration } from './access/register-administration.ts'
import { registerInvitations } from './access/register-invitations.ts'
import { setupRoute } from './access/setup.route.ts'
import { registerAudit } from './audit/register-audit.ts'
import { registerDoctor } from './doctor/register-doctor.ts'
import { docsRoutes } from './http/docs.route.ts'
import { healthRoutes, type Vitals } from './http/health.route.ts'
import { pageHeaders } from './http/security-headers.ts'
import { wellKnownRoutes } from './http/well-known.route.ts'
import type { Installation } from './installation.ts'
import { devMailboxRoutes } from './mail/dev-mailbox.route.ts'
import { isLocal } from './mail/is-local.ts'
import { registerAdminMail } from './mail/register-admin-mail.ts'
import { sendOtpRoute } from './otp/send-otp.route.ts'
import { verifyOtpRoute } from './otp/verify-otp.route.ts'
import { forgotRoute } from './password/forgot.route.ts'
import { resetRoute } from './password/reset.route.ts'
import { callerOf } from './protection/caller-of.ts'
import { deviceTokens } from './protection/device-token.ts'
import { limitPolicies } from './protection/limit-policies.ts'
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
import { registerAdminSettings } from './settings/register-admin-settings.ts'
import type { UseCases } from './use-cases.ts'
import { meRoutes } from './user/me.route.ts'
import { registerAccount } from './user/register-account.ts'
import { registerOwnData } from './user/register-own-data.ts'
import { cspReportsRoute } from './web/csp-reports.route.ts'
import { webRoutes } from './web/web.route.ts'

interface Deps {
  readonly installation: Installation
  readonly useCases: UseCases
  readonly vitals: Vitals
  /** Null when mails go to people. */
  readonly mailbox: DevMailbox | null
  readonly locales: readonly string[]
  readonly localeOf: (acceptLanguage: string | undefined) => string
}

/** Every route of the API (http-api.md 3 and 6). */
export const registerRoutes = (
  app: FastifyInstance,
  { installation, useCases, vitals, mailbox, locales, localeOf }: Deps,
): void => {
  const { config, clock, keys, secrets, signingKeys, revocations, accessChanges, storage } =
    installation
  const { publicUrl: issuer, jwtAudience: audience } = config
  const tokens = accessTokens({ keys: signingKeys, issuer, audience, clock })
  const jar = cookies(config.publicUrl.startsWith('https:'))
  const who = authenticate({ accessTokens: tokens, revocations, accessChanges, cookies: jar })
  const { settings, logOut, logOutEverywhere, resend, amend } = useCases
  const caller = callerOf(jar)
  const delivery = deliver({
    cookies: jar,
    accessTokens: tokens,
    deviceTokens: deviceTokens(keys),
    settings,
    clock,
  })

  app.addHook('onRequest', limitPolicies(settings))
  app.register(registerRoute(useCases.register, delivery, caller, localeOf))
  app.register(stagedRoutes({ resend, amend, cookies: jar, callerOf: caller }))
  app.register(verifyRoute(useCases.verify, delivery, jar))
  app.register(loginRoute(useCases.logIn, delivery, caller))
  app.register(sendOtpRoute(useCases.sendOtp, delivery, jar, caller, localeOf))
  app.register(verifyOtpRoute(useCases.verifyOtp, delivery, jar, caller))
  app.register(refreshRoute(useCases.refresh, delivery, jar))
  app.register(logoutRoutes({ logOut, logOutEverywhere, authenticate: who, cookies: jar, secrets }))
  app.register(sessionRoute(who))
  app.register(meRoutes(storage.stores.users, who, jar))
  const credential = config.introspectionSecret
  app.register(introspectRoute({ authenticate: who, credential, issuer, audience }))
  app.register(forgotRoute(useCases.requestReset, caller))
  app.register(resetRoute({ ...useCases, secrets }, delivery))
  app.register(setupRoute(useCases.setUp, storage.stores.users, delivery))
  const signedIn = { useCases, authenticate: who, callerOf: caller }
  registerOwnData(app, { ...signedIn, installation, cookies: jar })
  registerAccount(app, { ...signedIn, stores: storage.stores, clock })
  registerAdministration(app, { installation, useCases, authenticate: who })
  registerInvitations(app, { installation, useCases, localeOf })
  registerAdminSettings(app, { installation, useCases })
  registerAudit(app, { installation, useCases })
  registerAdminMail(app, { installation, useCases })
  registerDoctor(app, installation)
  const { host } = new URL(issuer)
  const mayReadMailbox = (request: FastifyRequest) => mailbox !== null && isLocal(request, host)
  app.register(configRoutes({ ...config, settings, locales, mayReadMailbox }))
  app.register(healthRoutes(vitals, clock))
  app.register(cspReportsRoute(clock))
  app.register(wellKnownRoutes({ ...config, jwks: signingKeys.jwks, clock }))
}

/** What a browser sees: pages, and beside them what a developer reads. */
export const registerPages = (
  app: FastifyInstance,
  { config }: Installation,
  mailbox: DevMailbox | null,
): void => {
  const { publicUrl } = config
  app.register(webRoutes(pageHeaders(publicUrl.startsWith('https:'))))
  if (mailbox) app.register(devMailboxRoutes({ mailbox, publicUrl }))
  if (config.apiDocs) app.register(docsRoutes({ publicUrl }))
}
