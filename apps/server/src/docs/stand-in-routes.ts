import type { FastifyInstance } from 'fastify'
import { changeUserRoutes, helpUserRoutes } from '../access/change-user.route.ts'
import { deleteUserRoute } from '../access/delete-user.route.ts'
import { invitationsRoutes } from '../access/invitations.route.ts'
import { listUsersRoutes } from '../access/list-users.route.ts'
import { ownPermissionsRoute } from '../access/own-permissions.route.ts'
import { rolesRoutes } from '../access/roles.route.ts'
import { setupRoute } from '../access/setup.route.ts'
import { userSessionsRoutes } from '../access/user-sessions.route.ts'
import { auditChainRoute } from '../audit/audit-chain.route.ts'
import { listAuditEventsRoute } from '../audit/list-audit-events.route.ts'
import { doctorRoute } from '../doctor/doctor.route.ts'
import { healthRoutes } from '../http/health.route.ts'
import { adminMailRoutes } from '../mail/admin-mail.route.ts'
import { sendOtpRoute } from '../otp/send-otp.route.ts'
import { verifyOtpRoute } from '../otp/verify-otp.route.ts'
import { changePasswordRoute } from '../password/change-password.route.ts'
import { forgotRoute } from '../password/forgot.route.ts'
import { resetRoute } from '../password/reset.route.ts'
import { registerRoute } from '../registration/register.route.ts'
import { stagedRoutes } from '../registration/staged.route.ts'
import { verifyRoute } from '../registration/verify.route.ts'
import { introspectRoute } from '../session/introspect.route.ts'
import { loginRoute } from '../session/login.route.ts'
import { logoutRoutes } from '../session/logout.route.ts'
import { ownSessionsRoutes } from '../session/own-sessions.route.ts'
import { refreshRoute } from '../session/refresh.route.ts'
import { sessionRoute } from '../session/session.route.ts'
import { adminSettingsRoutes } from '../settings/admin-settings.route.ts'
import { changeLogoRoutes } from '../settings/change-logo.route.ts'
import { configRoutes } from '../settings/config.route.ts'
import { logoRoute } from '../settings/logo.route.ts'
import { statisticsRoute } from '../statistics/statistics.route.ts'
import { avatarRoutes } from '../user/avatar.route.ts'
import { changeEmailRoutes } from '../user/change-email.route.ts'
import { deleteAccountRoute } from '../user/delete-account.route.ts'
import { meRoutes } from '../user/me.route.ts'
import { ownDataRoutes } from '../user/own-data.route.ts'
import { profileRoutes } from '../user/profile.route.ts'
import { uploadAvatarRoute } from '../user/upload-avatar.route.ts'
import { cspReportsRoute } from '../web/csp-reports.route.ts'

const never = (): never => {
  throw new Error('these routes are only described, never called')
}

const authenticate = {
  presented: never,
  sessionOf: never,
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
const sessions = { live: never }
const clock = { now: never }

const registerAdministration = (app: FastifyInstance): void => {
  const directory = { find: never, list: never }
  const cursors = { write: never, read: never }
  app.register(ownPermissionsRoute({ find: never }, authenticate))
  app.register(listUsersRoutes({ directory, cursors, present: never, clock }))
  const changes = { changeRoles: never, disableUser: never, enableUser: never }
  app.register(changeUserRoutes(changes, never))
  app.register(helpUserRoutes({ changeUser: never, unlockUser: never, sendReset: never }, never))
  app.register(deleteUserRoute(never))
  app.register(userSessionsRoutes({ users, sessions, endSessionsOf: never, clock }))
  app.register(
    invitationsRoutes({
      inviteUser: never,
      withdrawInvitation: never,
      invitations: { list: never },
      cursors,
      localeOf: never,
      clock,
    }),
  )
  const edits = { addRole: never, changeRole: never, removeRole: never }
  app.register(rolesRoutes({ ...edits, roles: { all: never } }))
  app.register(
    adminSettingsRoutes({
      listSettings: never,
      changeSetting: never,
      rollBackSetting: never,
      settingHistory: never,
      followSettings: never,
    }),
  )
  app.register(
    changeLogoRoutes({
      changeBrandLogo: never,
      removeBrandLogo: never,
      settings: never,
      publicUrl: '',
      followSettings: never,
    }),
  )
  const history = { list: never }
  app.register(listAuditEventsRoute({ history, exportAuditLog: never, cursors, clock }))
  app.register(adminMailRoutes({ mailRecords: { list: never }, retryMail: never, cursors }))
  app.register(auditChainRoute({ state: never }))
  app.register(statisticsRoute(never))
  app.register(doctorRoute(never))
}

/** Every route of the API with nothing behind it, in the order of the document. */
export const registerStandInRoutes = (app: FastifyInstance): void => {
  app.register(registerRoute(never, deliver, never, never))
  app.register(stagedRoutes({ resend: never, amend: never, cookies, callerOf: never }))
  app.register(verifyRoute(never, deliver, cookies))
  app.register(loginRoute(never, deliver, never))
  app.register(sendOtpRoute(never, deliver, cookies, never, never))
  app.register(verifyOtpRoute(never, deliver, cookies, never))
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
  app.register(meRoutes(users, authenticate, cookies))
  const ending = { endOwnSession: never, endOtherSessions: never }
  app.register(ownSessionsRoutes({ ...ending, sessions, authenticate, clock }))
  const records = { history: { list: never }, sealer: { seal: never, open: never } }
  app.register(ownDataRoutes({ ...records, exportOwnData: never, authenticate }))
  app.register(
    deleteAccountRoute({ deleteOwnAccount: never, authenticate, callerOf: never, cookies }),
  )
  app.register(forgotRoute(never, never))
  app.register(
    resetRoute({ reset: never, acceptInvitation: never, secrets: { open: never } }, deliver),
  )
  app.register(setupRoute(never, users, deliver))
  const own = { credentials: { findByEmail: never }, emailChanges: { find: never } }
  app.register(profileRoutes({ ...own, users, changeProfile: never, authenticate, clock }))
  app.register(uploadAvatarRoute(never, authenticate))
  app.register(avatarRoutes({ avatars: { find: never }, removeAvatar: never, authenticate }))
  app.register(
    changeEmailRoutes({
      requestEmailChange: never,
      confirmEmailChange: never,
      authenticate,
      callerOf: never,
    }),
  )
  app.register(changePasswordRoute(never, authenticate, never))
  registerAdministration(app)
  const told = { publicUrl: '', jwtAudience: '', locales: [], mayReadMailbox: never }
  app.register(configRoutes({ settings: never, ...told }))
  app.register(logoRoute({ find: never }))
  const vitals = { database: never, cache: never, broker: never, mail: never, isAccepting: never }
  app.register(healthRoutes(vitals, clock))
  app.register(cspReportsRoute(clock))
}
