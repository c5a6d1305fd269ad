import type { FastifyInstance } from 'fastify'
import { setupRoute } from '../access/setup.route.ts'
import { healthRoutes } from '../http/health.route.ts'
import { sendOtpRoute } from '../otp/send-otp.route.ts'
import { verifyOtpRoute } from '../otp/verify-otp.route.ts'
import { forgotRoute } from '../password/forgot.route.ts'
import { resetRoute } from '../password/reset.route.ts'
import { registerRoute } from '../registration/register.route.ts'
import { stagedRoutes } from '../registration/staged.route.ts'
import { verifyRoute } from '../registration/verify.route.ts'
import { introspectRoute } from '../session/introspect.route.ts'
import { loginRoute } from '../session/login.route.ts'
import { logoutRoutes } from '../session/logout.route.ts'
import { refreshRoute } from '../session/refresh.route.ts'
import { sessionRoute } from '../session/session.route.ts'
import { configRoutes } from '../settings/config.route.ts'
import { meRoute } from '../user/me.route.ts'

const never = (): never => {
  throw new Error('these routes are only described, never called')
}

const authenticate = {
  presented: never,
  claimsOf: never,
  isFresh: never,
  requireSession: async () => never(),
}
const deliver = {
  tokens: never,
  wantsCookies: never,
  signedIn: never,
  registration: never,
  otp: never,
}
const cookies = { read: never, set: never, clear: never }
const users = { find: never, anyoneHas: never }

/** Every route of the API with nothing behind it, in the order of the document. */
export const registerStandInRoutes = (app: FastifyInstance): void => {
  app.register(registerRoute(never, deliver, never))
  app.register(stagedRoutes({ resend: never, amend: never, cookies }))
  app.register(verifyRoute(never, deliver, cookies))
  app.register(loginRoute(never, deliver))
  app.register(sendOtpRoute(never, deliver, cookies, never))
  app.register(verifyOtpRoute(never, deliver, cookies))
  app.register(refreshRoute(never, deliver, cookies))
  app.register(
    logoutRoutes({
      logOut: never,
      logOutEverywhere: never,
      authenticate,
      cookies,
      secrets: { open: never },
    }),
  )
  app.register(sessionRoute(authenticate))
  app.register(introspectRoute({ authenticate, credential: null, issuer: '', audience: '' }))
  app.register(meRoute(users, authenticate))
  app.register(forgotRoute(never))
  app.register(resetRoute(never, deliver))
  app.register(setupRoute(never, users, deliver))
  app.register(configRoutes({ settings: never, brandName: '', locales: [] }))
  app.register(healthRoutes({ database: never, mail: never, isAccepting: never }, { now: never }))
}
