import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { aNewAddress } from '../account.ts'
import type { Answer } from '../request.ts'
import { disableUser } from './database-file.ts'
import { type Account, type AcknowledgedAttempt, idInside, type Ledger } from './ledger.ts'
import type { MailSink } from './mail-sink.ts'
import type { Chance } from './random.ts'
import type { RestartableServer } from './restartable-server.ts'

const MAIL_MS = 30_000
const POLL_MS = 20
/** How often somebody signs up with an address that somebody has signed up with. */
const SAME_ADDRESS = 0.2

export interface World {
  readonly server: RestartableServer
  readonly sink: MailSink
  readonly ledger: Ledger
  readonly chance: Chance
  readonly databaseFile: string
}

const aNewPassword = (): string => `Tuba-91-${randomBytes(6).toString('hex')}`

/** Asks once; no answer is null, an answer that says we are broken is noted. */
const ask = async (
  { server, ledger }: World,
  path: string,
  body: Readonly<Record<string, string>>,
): Promise<Answer | null> => {
  const answer = await server.post(path, body)
  if (answer && answer.status >= 500) ledger.surprises.push(`${path}: ${answer.text}`)
  return answer
}

/** Asks until there is an answer, as a person does; a repeat may find it done already. */
const askUntilAnswered = async (
  world: World,
  path: string,
  body: Readonly<Record<string, string>>,
): Promise<Answer & { readonly isRepeat: boolean }> => {
  for (let isRepeat = false; ; isRepeat = true) {
    await world.server.untilReady()
    const answer = await ask(world, path, body)
    if (answer) return { ...answer, isRepeat }
    await wait(POLL_MS)
  }
}

const linksIn = ({ sink }: World, email: string, page: string): string[] =>
  sink.mailsTo(email).flatMap(({ text = '' }) => {
    const [, found, token] = /\/auth\/([\w-]+)#token=([\w-]+)/.exec(text) ?? []
    return found === page && token !== undefined ? [token] : []
  })

const verificationLink = (world: World, { email, registrationToken }: AcknowledgedAttempt) =>
  linksIn(world, email, 'verify-email').find(
    (link) => idInside(link) === idInside(registrationToken),
  )

/** Whether the mail with the link of this very attempt has arrived. */
export const isMailed = (world: World, attempt: AcknowledgedAttempt): boolean =>
  verificationLink(world, attempt) !== undefined

export const signUp = async (world: World): Promise<readonly AcknowledgedAttempt[]> => {
  const { chance, ledger } = world
  const known = chance.happens(SAME_ADDRESS) ? chance.oneOf(ledger.registrations) : undefined
  const email = known?.email ?? aNewAddress()
  const password = aNewPassword()
  const person = { firstName: 'Ada', lastName: 'Lovelace' }
  const answer = await ask(world, '/api/auth/register', { email, password, ...person })
  if (answer?.status !== 202) return []
  const attempt = { email, password, registrationToken: answer.body.registrationToken ?? '' }
  ledger.registrations.push(attempt)
  return [attempt]
}

/** Opens the mailed link; resolves to the user, unless another attempt of the address was first. */
export const prove = async (
  world: World,
  attempt: AcknowledgedAttempt,
): Promise<readonly Account[]> => {
  const { email, password, registrationToken } = attempt
  const { ledger } = world
  const token = verificationLink(world, attempt) ?? ''
  const claim = { token, registrationToken }
  const { status, isRepeat, body } = await askUntilAnswered(world, '/api/auth/verify-email', claim)
  if (status === 200) {
    ledger.verifications.push({ email, userId: body.user?.id ?? '' })
    return [{ email, password, refreshToken: body.refreshToken ?? null }]
  }
  const hasRivals = ledger.registrations.filter((one) => one.email === email).length > 1
  if (hasRivals) return []
  if (!isRepeat) ledger.surprises.push(`a good link was refused with ${status}`)
  return [{ email, password, refreshToken: null }]
}

export const logIn = async (world: World, account: Account): Promise<boolean> => {
  const { email, password } = account
  const answer = await ask(world, '/api/auth/login', { email, password })
  if (!answer) return true
  if (answer.status !== 200) world.ledger.surprises.push(`a login was refused: ${answer.text}`)
  account.refreshToken = answer.body.refreshToken ?? null
  world.ledger.logins.push({ sessionId: idInside(account.refreshToken ?? '') })
  return true
}

export const refresh = async (world: World, account: Account): Promise<boolean> => {
  const { refreshToken } = account
  if (refreshToken === null) return true
  const answer = await askUntilAnswered(world, '/api/auth/refresh-token', { refreshToken })
  if (answer.status !== 200) world.ledger.surprises.push(`a refresh was refused: ${answer.text}`)
  account.refreshToken = answer.body.refreshToken ?? null
  world.ledger.refreshes.push({ sessionId: idInside(refreshToken) })
  return true
}

export const forgetAndReset = async (world: World, account: Account): Promise<boolean> => {
  const { email } = account
  const { ledger } = world
  const tried = new Set(linksIn(world, email, 'reset-password'))
  const asked = await ask(world, '/api/auth/forgot-password', { email })
  if (asked?.status !== 202) return true
  ledger.resetRequests.push({ email })

  const givesUpAt = performance.now() + MAIL_MS
  while (performance.now() < givesUpAt) {
    const token = linksIn(world, email, 'reset-password').find((link) => !tried.has(link))
    if (token !== undefined && (await resetWith(world, account, token))) return true
    tried.add(token ?? '')
    await wait(POLL_MS)
  }
  ledger.surprises.push('no working reset link was mailed')
  return true
}

/** False when the link was void, because an earlier one has been used. */
const resetWith = async (world: World, account: Account, token: string): Promise<boolean> => {
  const password = aNewPassword()
  const body = { token, password }
  const answer = await askUntilAnswered(world, '/api/auth/reset-password', body)
  // Refused when asked again: it was done before its answer was lost, wholly.
  if (answer.status !== 200 && !answer.isRepeat) return false
  account.password = password
  account.refreshToken = answer.body.refreshToken ?? null
  world.ledger.resets.push({ email: account.email })
  return true
}

export const logOut = async (world: World, account: Account): Promise<boolean> => {
  const { refreshToken } = account
  if (refreshToken === null) return true
  const answer = await askUntilAnswered(world, '/api/auth/logout', { refreshToken })
  if (answer.status !== 200) world.ledger.surprises.push(`a logout was refused: ${answer.text}`)
  world.ledger.logouts.push({ sessionId: idInside(refreshToken) })
  account.refreshToken = null
  return true
}

/** Disables the user while they sign in and refresh; nobody acts for them afterwards. */
export const beDisabled = async (world: World, account: Account): Promise<boolean> => {
  const { email, password, refreshToken } = account
  const races = [
    ask(world, '/api/auth/login', { email, password }),
    ask(world, '/api/auth/refresh-token', { refreshToken: refreshToken ?? '-' }),
  ]
  await wait(world.chance.between(0, 400))
  disableUser(world.databaseFile, email)
  await Promise.all(races)
  const again = await askUntilAnswered(world, '/api/auth/login', { email, password })
  if (again.status !== 401) world.ledger.surprises.push(`a disabled user got ${again.status}`)
  world.ledger.disabled.push({ email })
  return false
}
