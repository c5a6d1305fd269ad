import { acceptInvitation } from '../access/accept-invitation.ts'
import { changeRoles } from '../access/change-roles.ts'
import { changeUser } from '../access/change-user.ts'
import { createAdministrator, grantAdministrator } from '../access/create-administrator.ts'
import { deleteUser } from '../access/delete-user.ts'
import { disableUser, enableUser } from '../access/disable-user.ts'
import { addRole, changeRole, removeRole } from '../access/edit-roles.ts'
import { endSessionsOf } from '../access/end-sessions-of.ts'
import { inviteUser } from '../access/invite-user.ts'
import { makeAdministrator } from '../access/make-administrator.ts'
import { sendReset } from '../access/send-reset.ts'
import { setUpAdministrator } from '../access/set-up-administrator.ts'
import { spendInvitation } from '../access/spend-invitation.ts'
import { spendSetupLink } from '../access/spend-setup-link.ts'
import { unlockUser } from '../access/unlock-user.ts'
import { withdrawInvitation } from '../access/withdraw-invitation.ts'
import { webLinks } from '../mail/links.ts'
import { retryMail } from '../mail/retry-mail.ts'
import { guessOtp } from '../otp/guess-otp.ts'
import { sendOtp } from '../otp/send-otp.ts'
import { signInByOtp } from '../otp/sign-in-by-otp.ts'
import { verifyOtp } from '../otp/verify-otp.ts'
import { changePassword } from '../password/change-password.ts'
import { newPassword } from '../password/new-password.ts'
import { reauthenticate } from '../password/reauthenticate.ts'
import { replacePassword } from '../password/replace-password.ts'
import { requestPasswordReset } from '../password/request-password-reset.ts'
import { resetPassword } from '../password/reset-password.ts'
import { spendReset } from '../password/spend-reset.ts'
import type { Caller, KnownDevices } from '../protection/caller.ts'
import { checkPassword } from '../protection/check-password.ts'
import {
  limitedOtp,
  limitedRegister,
  limitedResend,
  limitedReset,
} from '../protection/limited-requests.ts'
import { loginPlaces } from '../protection/login-places.ts'
import { mailBudget } from '../protection/mail-budget.ts'
import { recordFailure } from '../protection/record-failure.ts'
import { requestLimits } from '../protection/request-limits.ts'
import { tellOfFailures } from '../protection/tell-of-failures.ts'
import { tellOfNewDevice } from '../protection/tell-of-new-device.ts'
import { amendRegistration } from '../registration/amend-registration.ts'
import { promoteAttempt } from '../registration/promote-attempt.ts'
import { proveAttempt } from '../registration/prove-attempt.ts'
import { registerUser } from '../registration/register-user.ts'
import { resendVerification } from '../registration/resend-verification.ts'
import { verifyEmail } from '../registration/verify-email.ts'
import { endReusedSession } from '../session/end-reused-session.ts'
import {
  endOtherSessions,
  endOwnSession,
  logOut,
  logOutEverywhere,
} from '../session/end-sessions.ts'
import { logIn } from '../session/log-in.ts'
import { openSession } from '../session/open-session.ts'
import { refreshSession } from '../session/refresh-session.ts'
import { changeBrandLogo, removeBrandLogo } from '../settings/change-brand-logo.ts'
import { changeSetting } from '../settings/change-setting.ts'
import { listSettings } from '../settings/list-settings.ts'
import { rollBackSetting } from '../settings/roll-back-setting.ts'
import { defaultSettings, type Settings } from '../settings/settings.ts'
import { applyEmailChange } from '../user/apply-email-change.ts'
import { changeAvatar, removeAvatar } from '../user/change-avatar.ts'
import { changeProfile } from '../user/change-profile.ts'
import { confirmEmailChange } from '../user/confirm-email-change.ts'
import { deleteOwnAccount } from '../user/delete-own-account.ts'
import { type EmailAddress, parseEmail } from '../user/email-address.ts'
import { eraseUser } from '../user/erase-user.ts'
import { exportOwnData } from '../user/export-own-data.ts'
import { limitedEmailChange } from '../user/limited-email-change.ts'
import { requestEmailChange } from '../user/request-email-change.ts'
import { aCaller } from './an-audit-event.ts'
import { countingSecrets } from './counting-secrets.ts'
import { fixedClock } from './fixed-clock.ts'
import { memoryStores, memoryUnitOfWork } from './memory-stores.ts'
import { plainImages } from './plain-images.ts'
import { plainPasswords } from './plain-passwords.ts'

/** A parsed address, for tests that know it is one. */
export const anEmail = (address: string): EmailAddress => {
  const parsed = parseEmail(address)
  if (!parsed) throw new Error(`${address} is no mail address`)
  return parsed
}

/** Device tokens that read themselves: `device:user-1:laptop`. */
const plainDevices: KnownDevices = {
  verify: (token, userId) => {
    const [word, owner, deviceId] = token.split(':')
    return word === 'device' && owner === userId && deviceId ? { deviceId } : null
  },
}

/** Out of the way of tests that are not about them: those name the limits that they test. */
const WIDE_LIMITS = {
  rate_limit_otp_requests: 10_000,
  rate_limit_register_requests: 10_000,
  rate_limit_mail_requests: 10_000,
  rate_limit_anonymous_requests: 10_000,
}

/** Every use case over one set of memory stores, with a clock and settings that a test can move. */
export const coreInMemory = (overrides: Partial<Settings> = {}) => {
  const clock = fixedClock()
  const secrets = countingSecrets()
  const stores = memoryStores()
  const unitOfWork = memoryUnitOfWork(stores)
  const passwords = plainPasswords()
  const links = webLinks('https://app.example')
  const settings = () => ({ ...defaultSettings(), ...WIDE_LIMITS, ...overrides })
  const store = stores.changedSettings
  const governing = { unitOfWork, secrets, clock, store, fixed: { max_login_attempts: 10 } }
  const change = changeSetting(governing)
  const blocklist = (password: string) => (password === 'P@ssw0rd' ? ('common' as const) : null)

  const base = { unitOfWork, links, settings, secrets, clock }
  const choose = newPassword({
    settings,
    blocklist,
    passwords,
    siteWords: ['latchkey'],
    history: stores.passwordHistory,
  })
  const tell = tellOfNewDevice({ devices: plainDevices, nameDevice: (name) => name, links, clock })
  const open = openSession({ tellOfNewDevice: tell, secrets, settings, clock })
  const prove = proveAttempt({ ...stores, passwords, secrets })
  const promote = promoteAttempt({ ...base, openSession: open })
  const replace = replacePassword({ settings, links, secrets, clock })
  const makeAdmin = makeAdministrator({ secrets })
  const places = loginPlaces({ ...base, ...stores })
  const send = sendOtp({ ...base, ...stores })
  const limiting = {
    limits: requestLimits({ ...base, ...stores }),
    mailBudget: mailBudget({ ...base, ...stores, devices: plainDevices }),
    clock,
    secrets,
  }
  const check = checkPassword({
    ...stores,
    passwords,
    places,
    devices: plainDevices,
    recordFailure: recordFailure(base),
    clock,
  })
  const erase = eraseUser(base)
  const asked = reauthenticate({ ...base, reads: stores, checkPassword: check })
  return {
    clock,
    secrets,
    stores,
    passwords,
    tables: stores.tables,
    /** A request that arrives now. */
    origin: (over: Partial<Caller> = {}) => aCaller({ receivedAt: clock.now(), ...over }),
    register: limitedRegister({
      ...limiting,
      register: registerUser({ ...base, newPassword: choose }),
    }),
    resend: limitedResend({ ...limiting, ...stores, resend: resendVerification(base) }),
    amend: amendRegistration(base),
    verify: verifyEmail({ ...base, proveAttempt: prove, promoteAttempt: promote }),
    checkPassword: check,
    logIn: logIn({
      ...base,
      checkPassword: check,
      tellOfFailures: tellOfFailures(base),
      openSession: open,
    }),
    refresh: refreshSession({ ...base, ...stores, endReusedSession: endReusedSession(base) }),
    logOut: logOut({ ...base, sessions: stores.sessions }),
    logOutEverywhere: logOutEverywhere(base),
    endOwnSession: endOwnSession(base),
    endOtherSessions: endOtherSessions(base),
    sendOtp: send,
    sendOtpWithinLimits: limitedOtp({ ...limiting, send }),
    verifyOtp: verifyOtp({
      ...base,
      otps: stores.otps,
      guessOtp: guessOtp({ ...base, ...stores }),
      signInByOtp: signInByOtp({ ...base, openSession: open }),
    }),
    requestReset: limitedReset({ ...limiting, request: requestPasswordReset(base) }),
    reset: resetPassword({
      ...base,
      newPassword: choose,
      reads: stores,
      spendReset: spendReset({ replacePassword: replace, openSession: open }),
    }),
    requestEmailChange: limitedEmailChange({
      ...limiting,
      budgets: stores.budgets,
      request: requestEmailChange({ ...base, reauthenticate: asked }),
    }),
    confirmEmailChange: confirmEmailChange({
      ...base,
      reads: stores,
      applyEmailChange: applyEmailChange(base),
    }),
    changeProfile: changeProfile(base),
    changeAvatar: changeAvatar({
      ...base,
      budgets: stores.budgets,
      images: plainImages(),
      urlOf: (id) => `https://api.example/api/avatars/${id}`,
    }),
    removeAvatar: removeAvatar(base),
    reauthenticate: asked,
    changePassword: changePassword({
      ...base,
      reauthenticate: asked,
      newPassword: choose,
      replacePassword: replace,
    }),
    setUp: setUpAdministrator({
      ...base,
      newPassword: choose,
      users: stores.users,
      spendSetupLink: spendSetupLink({ makeAdministrator: makeAdmin, openSession: open }),
    }),
    createAdmin: createAdministrator({
      ...base,
      newPassword: choose,
      makeAdministrator: makeAdmin,
    }),
    grantAdmin: grantAdministrator(base),
    changeRoles: changeRoles(base),
    disableUser: disableUser(base),
    enableUser: enableUser(base),
    endSessionsOf: endSessionsOf(base),
    inviteUser: inviteUser(base),
    withdrawInvitation: withdrawInvitation(base),
    acceptInvitation: acceptInvitation({
      ...base,
      ...stores,
      newPassword: choose,
      spendInvitation: spendInvitation({ ...base, openSession: open }),
    }),
    changeUser: changeUser(base),
    unlockUser: unlockUser(base),
    sendReset: sendReset(base),
    deleteUser: deleteUser({ ...base, eraseUser: erase }),
    exportOwnData: exportOwnData({ ...base, reads: stores }),
    deleteOwnAccount: deleteOwnAccount({ ...base, reauthenticate: asked, eraseUser: erase }),
    addRole: addRole(base),
    changeRole: changeRole(base),
    removeRole: removeRole(base),
    retryMail: retryMail(base),
    listSettings: listSettings(governing),
    changeSetting: change,
    changeBrandLogo: changeBrandLogo({
      ...governing,
      stores,
      images: plainImages(),
      changeSetting: change,
    }),
    removeBrandLogo: removeBrandLogo({ changeSetting: change }),
    rollBackSetting: rollBackSetting({ ...governing, changeSetting: change }),
  }
}
