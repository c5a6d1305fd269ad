import {
  amendRegistration,
  type Clock,
  createAdministrator,
  endReusedSession,
  guessOtp,
  type Links,
  logIn,
  makeAdministrator,
  newPassword,
  openSession,
  promoteAttempt,
  proveAttempt,
  refreshSession,
  registerUser,
  replacePassword,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  type Secrets,
  sendOtp,
  setUpAdministrator,
  signInByOtp,
  spendReset,
  spendSetupLink,
  tellOfNewDevice,
  verifyEmail,
  verifyOtp,
  webLinks,
} from '@latchkey/core'
import { accessCases } from './access/access-cases.ts'
import { invitationCases } from './access/invitation-cases.ts'
import { auditCases } from './audit/audit-cases.ts'
import type { Installation } from './installation.ts'
import { mailCases } from './mail/mail-cases.ts'
import { passwordBlocklist } from './password/blocklist.ts'
import { deviceTokens } from './protection/device-token.ts'
import { limitedCases, protectionCases } from './protection/protection-cases.ts'
import { deviceName } from './session/device-name.ts'
import { sessionCases } from './session/session-cases.ts'
import { settingsCases } from './settings/settings-cases.ts'
import type { RedisPart } from './start-redis.ts'
import { accountCases } from './user/account-cases.ts'
import { pictures } from './user/pictures.ts'

/** Words that a password must not lean on: the product, and the names of its hosts. */
const siteWordsOf = (urls: readonly string[]): string[] => [
  'latchkey',
  ...urls.flatMap((url) => new URL(url).hostname.split('.').slice(0, -1)),
]

/** The one gate for passwords that somebody chooses. */
const passwordGate = ({ config, passwords, settings, storage }: Installation) =>
  newPassword({
    settings: settings.read,
    passwords,
    blocklist: passwordBlocklist({ breachedFile: `${config.dataDir}/breached-passwords.txt` }),
    siteWords: siteWordsOf([config.publicUrl, config.webUrl]),
    history: storage.stores.passwordHistory,
  })

/** Without Redis everything is in the database. */
const inDatabase = ({ storage }: Installation) => ({
  otps: storage.otps,
  budgets: storage.stores.budgets,
})

/** What ends every way in, and tells of devices that are new. */
const sessionOpener = (
  { keys, settings }: Installation,
  base: { readonly links: Links; readonly secrets: Secrets; readonly clock: Clock },
) => {
  const told = { ...base, devices: deviceTokens(keys), nameDevice: deviceName }
  return openSession({ ...base, settings: settings.read, tellOfNewDevice: tellOfNewDevice(told) })
}

/**
 * Use cases meet their ports: the map of the system. One-time codes and the budgets of sources are in
 * the database unless there is Redis.
 */
export const useCases = (
  installation: Installation,
  { otps, budgets }: Pick<RedisPart, 'otps' | 'budgets'> = inDatabase(installation),
) => {
  const { config, clock, secrets, passwords, storage } = installation
  const { stores, unitOfWork } = storage
  const settings = installation.settings.read
  const links = webLinks(config.webUrl)
  const base = { unitOfWork, links, settings, secrets, clock, images: pictures() }

  const choosePassword = passwordGate(installation)
  const open = sessionOpener(installation, base)
  const limiting = { ...base, budgets }
  const protection = protectionCases(installation, limiting)
  const ways = { newPassword: choosePassword, openSession: open }
  const spending = {
    ...ways,
    makeAdministrator: makeAdministrator(base),
    replacePassword: replacePassword(base),
  }
  return {
    settings,
    ...limitedCases(installation, limiting, {
      register: registerUser({ ...base, newPassword: choosePassword }),
      resend: resendVerification(base),
      sendOtp: sendOtp({ ...base, otps, users: stores.users }),
      requestReset: requestPasswordReset(base),
    }),
    amend: amendRegistration(base),
    verify: verifyEmail({
      ...base,
      proveAttempt: proveAttempt({ ...stores, passwords, secrets }),
      promoteAttempt: promoteAttempt({ ...base, openSession: open }),
    }),
    ...protection,
    logIn: logIn({ ...base, ...protection, openSession: open }),
    verifyOtp: verifyOtp({
      ...base,
      otps,
      guessOtp: guessOtp({ ...base, otps, budgets: stores.budgets }),
      signInByOtp: signInByOtp({ ...base, openSession: open }),
    }),
    refresh: refreshSession({ ...base, ...stores, endReusedSession: endReusedSession(base) }),
    reset: resetPassword({ ...base, ...ways, reads: stores, spendReset: spendReset(spending) }),
    setUp: setUpAdministrator({
      ...base,
      ...ways,
      users: stores.users,
      spendSetupLink: spendSetupLink(spending),
    }),
    createAdmin: createAdministrator({ ...base, ...spending }),
    ...sessionCases(installation),
    ...settingsCases(installation, base.images),
    ...accessCases(installation),
    ...invitationCases(installation, { links, ...ways }),
    ...accountCases(installation, { ...base, ...protection, ...spending }),
    ...auditCases(installation),
    ...mailCases(installation),
  }
}

export type UseCases = ReturnType<typeof useCases>
