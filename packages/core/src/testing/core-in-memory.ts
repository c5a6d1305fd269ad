import { createAdministrator, grantAdministrator } from '../access/create-administrator.ts'
import { makeAdministrator } from '../access/make-administrator.ts'
import { setUpAdministrator } from '../access/set-up-administrator.ts'
import { webLinks } from '../mail/links.ts'
import { guessOtp } from '../otp/guess-otp.ts'
import { sendOtp } from '../otp/send-otp.ts'
import { signInByOtp } from '../otp/sign-in-by-otp.ts'
import { verifyOtp } from '../otp/verify-otp.ts'
import { newPassword } from '../password/new-password.ts'
import { replacePassword } from '../password/replace-password.ts'
import { requestPasswordReset } from '../password/request-password-reset.ts'
import { resetPassword } from '../password/reset-password.ts'
import { amendRegistration } from '../registration/amend-registration.ts'
import { promoteAttempt } from '../registration/promote-attempt.ts'
import { proveAttempt } from '../registration/prove-attempt.ts'
import { registerUser } from '../registration/register-user.ts'
import { resendVerification } from '../registration/resend-verification.ts'
import { verifyEmail } from '../registration/verify-email.ts'
import { endReusedSession } from '../session/end-reused-session.ts'
import { logOut, logOutEverywhere } from '../session/end-sessions.ts'
import { logIn } from '../session/log-in.ts'
import { openSession } from '../session/open-session.ts'
import { refreshSession } from '../session/refresh-session.ts'
import { defaultSettings, type Settings } from '../settings/settings.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import { type EmailAddress, parseEmail } from '../user/email-address.ts'
import { anOrigin } from './an-audit-event.ts'
import { countingSecrets } from './counting-secrets.ts'
import { fixedClock } from './fixed-clock.ts'
import { memoryStores, memoryUnitOfWork } from './memory-stores.ts'
import { plainPasswords } from './plain-passwords.ts'

/** A parsed address, for tests that know it is one. */
export const anEmail = (address: string): EmailAddress => {
  const parsed = parseEmail(address)
  if (!parsed) throw new Error(`${address} is no mail address`)
  return parsed
}

/** Every use case over one set of memory stores, with a clock and settings that a test can move. */
export const coreInMemory = (overrides: Partial<Settings> = {}) => {
  const clock = fixedClock()
  const secrets = countingSecrets()
  const stores = memoryStores()
  const unitOfWork = memoryUnitOfWork(stores)
  const passwords = plainPasswords()
  const links = webLinks('https://app.example')
  const settings = () => ({ ...defaultSettings(), ...overrides })
  const blocklist = (password: string) => (password === 'P@ssw0rd' ? ('common' as const) : null)

  const base = { unitOfWork, links, settings, secrets, clock }
  const choose = newPassword({ settings, blocklist, passwords, siteWords: ['latchkey'] })
  const open = openSession({ secrets, settings, clock })
  const prove = proveAttempt({ ...stores, passwords, secrets })
  const promote = promoteAttempt({ ...base, openSession: open })
  const replace = replacePassword({ links, secrets, clock })
  const makeAdmin = makeAdministrator({ secrets })
  const ways = { newPassword: choose, openSession: open }
  return {
    clock,
    secrets,
    stores,
    passwords,
    tables: stores.tables,
    /** A request that arrives now. */
    origin: (over: Partial<RequestOrigin> = {}) => anOrigin({ receivedAt: clock.now(), ...over }),
    register: registerUser({ ...base, newPassword: choose }),
    resend: resendVerification(base),
    amend: amendRegistration(base),
    verify: verifyEmail({ ...base, proveAttempt: prove, promoteAttempt: promote }),
    logIn: logIn({ ...base, credentials: stores.credentials, passwords, openSession: open }),
    refresh: refreshSession({ ...base, ...stores, endReusedSession: endReusedSession(base) }),
    logOut: logOut({ ...base, sessions: stores.sessions }),
    logOutEverywhere: logOutEverywhere(base),
    sendOtp: sendOtp(base),
    verifyOtp: verifyOtp({
      ...base,
      otps: stores.otps,
      guessOtp: guessOtp({ ...base, ...stores }),
      signInByOtp: signInByOtp({ ...base, openSession: open }),
    }),
    requestReset: requestPasswordReset(base),
    reset: resetPassword({ ...base, ...ways, reads: stores, replacePassword: replace }),
    setUp: setUpAdministrator({
      ...base,
      ...ways,
      users: stores.users,
      makeAdministrator: makeAdmin,
    }),
    createAdmin: createAdministrator({ ...base, ...ways, makeAdministrator: makeAdmin }),
    grantAdmin: grantAdministrator(base),
  }
}
