import {
  amendRegistration,
  createAdministrator,
  endReusedSession,
  grantAdministrator,
  guessOtp,
  logIn,
  logOut,
  logOutEverywhere,
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
  sendOtp,
  setUpAdministrator,
  signInByOtp,
  verifyEmail,
  verifyOtp,
  webLinks,
} from '@latchkey/core'
import type { Installation } from './installation.ts'
import { passwordBlocklist } from './password/blocklist.ts'

/** Words that a password must not lean on: the product, and the names of its hosts. */
const siteWordsOf = (urls: readonly string[]): string[] => [
  'latchkey',
  ...urls.flatMap((url) => new URL(url).hostname.split('.').slice(0, -1)),
]

/** Use cases meet their ports: the map of the system. */
export const useCases = ({ config, clock, secrets, passwords, storage }: Installation) => {
  const { stores, unitOfWork } = storage
  const settings = () => config.settings
  const links = webLinks(config.webUrl)
  const base = { unitOfWork, links, settings, secrets, clock }

  const choosePassword = newPassword({
    settings,
    passwords,
    blocklist: passwordBlocklist({ breachedFile: `${config.dataDir}/breached-passwords.txt` }),
    siteWords: siteWordsOf([config.publicUrl, config.webUrl]),
  })
  const open = openSession(base)
  const makeAdmin = makeAdministrator(base)
  const proving = { ...stores, passwords, secrets }
  const promoting = { ...base, openSession: open }
  return {
    settings,
    register: registerUser({ ...base, newPassword: choosePassword }),
    resend: resendVerification(base),
    amend: amendRegistration(base),
    verify: verifyEmail({
      ...base,
      proveAttempt: proveAttempt(proving),
      promoteAttempt: promoteAttempt(promoting),
    }),
    logIn: logIn({ ...base, credentials: stores.credentials, passwords, openSession: open }),
    sendOtp: sendOtp(base),
    verifyOtp: verifyOtp({
      ...base,
      otps: stores.otps,
      guessOtp: guessOtp({ ...base, ...stores }),
      signInByOtp: signInByOtp({ ...base, openSession: open }),
    }),
    refresh: refreshSession({ ...base, ...stores, endReusedSession: endReusedSession(base) }),
    logOut: logOut({ ...base, sessions: stores.sessions }),
    logOutEverywhere: logOutEverywhere(base),
    requestReset: requestPasswordReset(base),
    reset: resetPassword({
      ...base,
      reads: stores,
      newPassword: choosePassword,
      replacePassword: replacePassword(base),
      openSession: open,
    }),
    setUp: setUpAdministrator({
      ...base,
      users: stores.users,
      newPassword: choosePassword,
      makeAdministrator: makeAdmin,
      openSession: open,
    }),
    createAdmin: createAdministrator({
      ...base,
      newPassword: choosePassword,
      makeAdministrator: makeAdmin,
    }),
    grantAdmin: grantAdministrator(base),
  }
}

export type UseCases = ReturnType<typeof useCases>
