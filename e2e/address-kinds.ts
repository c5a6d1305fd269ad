import {
  aMailedOtp,
  aNewAddress,
  anAccount,
  aStagedSignUp,
  bearer,
  login,
  OTHER_PASSWORD,
  verifyOtp,
} from './account.ts'
import type { TestServer } from './server.ts'

/** What an address may be to a server, and nobody may learn. */
export const KINDS = ['unknown', 'staged', 'active', 'locked', 'disabled', 'OTP-only'] as const
export type Kind = (typeof KINDS)[number]

/** The administrator that a server with this environment has from its start. */
const ADMINISTRATOR = { email: 'admin@example.org', password: 'Harbour-58-Cello' }
export const WITH_ADMINISTRATOR = {
  BOOTSTRAP_ADMIN_EMAIL: ADMINISTRATOR.email,
  BOOTSTRAP_ADMIN_PASSWORD: ADMINISTRATOR.password,
}

/** `max_login_attempts` of a server whose accounts are to be locked with few guesses. */
export const FAILURES_TO_LOCK = 5

/**
 * An address of each kind; whoever has a password has `PASSWORD`. `fromElsewhere` gives the server as
 * a network sees it that never asked anything.
 */
export const anAddressOfEachKind = async (
  fromElsewhere: () => TestServer,
): Promise<Readonly<Record<Kind, string>>> => ({
  unknown: aNewAddress(),
  staged: (await aStagedSignUp(fromElsewhere())).email,
  active: (await anAccount(fromElsewhere())).email,
  locked: await aLockedAddress(fromElsewhere),
  disabled: await aDisabledAddress(fromElsewhere()),
  'OTP-only': await anAddressWithoutPassword(fromElsewhere()),
})

const aLockedAddress = async (fromElsewhere: () => TestServer): Promise<string> => {
  const { email } = await anAccount(fromElsewhere())
  for (let n = 0; n < FAILURES_TO_LOCK; n++)
    await login(fromElsewhere(), { email, password: OTHER_PASSWORD })
  return email
}

const aDisabledAddress = async (server: TestServer): Promise<string> => {
  const { email, id } = await anAccount(server)
  const { accessToken } = (await login(server, ADMINISTRATOR)).body
  const path = `/api/admin/users/${id}/disable`
  const { status } = await server.post(path, undefined, bearer(accessToken))
  if (status !== 200) throw new Error(`disabling answered ${status}`)
  return email
}

const anAddressWithoutPassword = async (server: TestServer): Promise<string> => {
  const sent = await aMailedOtp(server)
  await verifyOtp(server, sent)
  return sent.email
}
