import type { Caller, ImportRecord, PasswordHash } from '@latchkey/core'
import { parseEmail } from '@latchkey/core/rules'
import type { Installation } from '../installation.ts'
import { transferCases } from '../transfer/transfer-cases.ts'
import { type UseCases, useCases } from '../use-cases.ts'
import { demoHistory, demoOrigin } from './demo-history.ts'
import {
  addressOf,
  DEMO_ADMIN,
  DEMO_PEOPLE,
  DEMO_STAGED,
  type DemoPerson,
  REGULARS,
} from './demo-people.ts'

const DAY_MS = 86_400_000
const NOTHING_YET = {
  records: 0,
  imported: 0,
  present: 0,
  refused: 0,
  reportBytes: 0,
  reportTail: '',
}

const emailOf = (name: string) => {
  const email = parseEmail(addressOf(name))
  if (!email) throw new Error(`${name} makes no address`)
  return email
}

/** The demo is there already, in whole or in part. */
export class DemoIsThere extends Error {
  override readonly name = 'DemoIsThere'
}

/**
 * Fills an installation with people in every state and thirty days of sign-ins, by the use cases and
 * stores that everything else goes through: so the audit log stays as good as it was.
 */
export const seedDemo = async (installation: Installation, password: string): Promise<void> => {
  const { stores } = installation.storage
  for (const { name } of [DEMO_ADMIN, ...DEMO_PEOPLE])
    if (await stores.users.findByEmail(emailOf(name).canonical))
      throw new DemoIsThere(`${addressOf(name)} is there already: the demo is seeded once.`)
  const cases = useCases(installation)
  const admin = {
    email: emailOf(DEMO_ADMIN.name),
    firstName: DEMO_ADMIN.name,
    lastName: DEMO_ADMIN.lastName,
  }
  const made = await cases.createAdmin(admin, password)
  if (!made.ok) throw new Error(`the administrator was refused: ${made.reason}`)
  await addPeople(installation, password)
  await addHistory(installation)
  await addToday(installation, cases, password)
}

/** Each on the day of their own, so that nobody did anything before. */
const addPeople = async (installation: Installation, password: string): Promise<void> => {
  const { clock, passwords, secrets, storage } = installation
  const now = clock.now()
  const hashed = await passwords.hash(password)
  if (!hashed.ok) throw new Error('the hashing queue is full')
  for (const person of DEMO_PEOPLE) {
    const day = new Date(now.getTime() - person.daysAgo * DAY_MS)
    const { importUsers, endImport } = transferCases({ ...installation, clock: { now: () => day } })
    const importId = secrets.newId()
    const begun = await storage.stores.journal.begin(`demo:${importId}`, importId, day)
    const records = [recordOf(person, hashed.hash, day)]
    const batch = { records, maxRole: 'support', reportOn: () => '' }
    await endImport(await importUsers({ ...NOTHING_YET, ...begun }, batch))
  }
}

const recordOf = (person: DemoPerson, hash: PasswordHash, createdAt: Date): ImportRecord => {
  const { name, lastName, role, locale = 'en', emailVerified = true, isDisabled = false } = person
  const contact = { username: null, phone: null, preferences: {} }
  return {
    line: 1,
    person: {
      email: emailOf(name),
      emailVerified,
      isDisabled,
      profile: { firstName: name, lastName, ...contact },
      locale,
      roles: role === undefined ? [] : [role],
      createdAt,
      hash: person.hasPassword === false ? null : hash,
    },
  }
}

const addHistory = async ({ clock, secrets, storage }: Installation): Promise<void> => {
  const { users, audit } = storage.stores
  const found = await Promise.all(
    REGULARS.map((name) => users.findByEmail(emailOf(name).canonical)),
  )
  const regulars = found.filter((user) => user !== null)
  await audit.recordAll(demoHistory(regulars, clock.now(), secrets.newId))
}

/** What happens today: sign-ins, wrong passwords, mails on their way and one too late. */
const addToday = async (
  { clock, secrets, settings, storage }: Installation,
  cases: UseCases,
  password: string,
): Promise<void> => {
  let requests = 0
  const caller = (): Caller => {
    requests += 1
    const origin = demoOrigin(requests, new Date(clock.now().getTime() + 240), secrets.newId())
    return { ...origin, network: origin.ipAddress, deviceToken: null }
  }
  for (const name of ['Ada', 'Ada', 'Jürgen', 'Sam'])
    await cases.logIn(emailOf(name), password, caller())
  for (let n = 0; n < settings.read().max_login_attempts; n++)
    await cases.logIn(emailOf('Lola'), 'not the password', caller())
  const profile = { firstName: DEMO_STAGED.name, lastName: DEMO_STAGED.lastName }
  const rest = { username: null, phone: null, preferences: {} }
  const email = emailOf(DEMO_STAGED.name)
  await cases.register(
    { email, password, profile: { ...profile, ...rest }, locale: 'en' },
    caller(),
  )
  await cases.requestReset(emailOf('Rita'), caller())
  await cases.sendOtp({ email: emailOf('Otto'), locale: 'en' }, caller())
  await storage.unitOfWork.run(({ outbox }) =>
    outbox.add(
      {
        template: 'sign_in_code',
        to: addressOf('Otto'),
        locale: 'en',
        data: { code: secrets.newCode(), minutes: 5 },
        expiresAt: clock.now(),
      },
      clock.now(),
    ),
  )
}
