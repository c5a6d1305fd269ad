import type { AuditEvent, Caller, ImportRecord, PasswordHash } from '@latchkey/core'
import { parseEmail } from '@latchkey/core/rules'
import type { Installation } from '../installation.ts'
import { transferCases } from '../transfer/transfer-cases.ts'
import { useCases } from '../use-cases.ts'
import { demoHistory, demoOrigin } from './demo-history.ts'
import {
  addressOf,
  DEMO_ADMIN,
  DEMO_GUESTS,
  DEMO_PEOPLE,
  DEMO_SIGN_INS,
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
  const adminId = await addAdministrator(installation, password)
  await addPeople(installation, password)
  const history = await addHistory(installation)
  await addGuests(installation, adminId)
  await addToday(installation, password)
  await addLastSignIns(installation, history)
}

/** The installation as it was some minutes ago. */
const before = (installation: Installation, minutes: number): Installation => ({
  ...installation,
  clock: { now: () => new Date(installation.clock.now().getTime() - minutes * 60_000) },
})

const addAdministrator = async (installation: Installation, password: string): Promise<string> => {
  const { name, lastName, daysAgo } = DEMO_ADMIN
  const { createAdmin } = useCases(before(installation, daysAgo * 1440))
  const made = await createAdmin({ email: emailOf(name), firstName: name, lastName }, password)
  if (!made.ok) throw new Error(`the administrator was refused: ${made.reason}`)
  return made.userId
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

const addHistory = async ({ clock, secrets, storage }: Installation) => {
  const { users, audit } = storage.stores
  const found = await Promise.all(
    REGULARS.map((name) => users.findByEmail(emailOf(name).canonical)),
  )
  const regulars = found.filter((user) => user !== null)
  const history = demoHistory(regulars, clock.now(), secrets.newId)
  await audit.recordAll(history)
  return history
}

/** Of those who did not sign in today, who would else be told then of a new device. */
const addLastSignIns = async (
  { storage }: Installation,
  history: readonly AuditEvent[],
): Promise<void> => {
  const signIns = history
    .filter(({ success }) => success)
    .sort((a, b) => Number(a.at) - Number(b.at))
  const lastSignIns = new Map(signIns.map(({ userId, at }) => [userId, at]))
  for (const [userId, at] of lastSignIns) {
    const user = userId === null ? null : await storage.stores.users.find(userId)
    if (user?.lastLoginAt === null)
      await storage.unitOfWork.run(({ users }) => users.recordLogin(user.id, at))
  }
}

const addGuests = async (installation: Installation, adminId: string): Promise<void> => {
  for (const { name, lastName, role, hoursAgo } of DEMO_GUESTS) {
    const then = before(installation, hoursAgo * 60)
    const origin = demoOrigin(hoursAgo, then.clock.now(), then.secrets.newId())
    const guest = { email: emailOf(name), firstName: name, lastName, locale: 'en', roles: [role] }
    const invited = await useCases(then).inviteUser({ userId: adminId, origin }, guest)
    if (!invited.ok) throw new Error(`the invitation was refused: ${invited.reason}`)
  }
}

/** What happens today: sign-ins, wrong passwords, mails on their way and one too late. */
const addToday = async (installation: Installation, password: string): Promise<void> => {
  const { secrets, settings, storage } = installation
  let requests = 0
  /** Everything that was possible some minutes ago, for somebody who asks then. */
  const ago = (minutes: number) => {
    const then = before(installation, minutes)
    requests += 1
    const origin = demoOrigin(requests, new Date(then.clock.now().getTime() + 240), secrets.newId())
    const caller: Caller = { ...origin, network: origin.ipAddress, deviceToken: null }
    return { ...useCases(then), caller, now: then.clock.now() }
  }
  for (const [name, minutes] of DEMO_SIGN_INS) {
    const { logIn, caller } = ago(minutes)
    await logIn(emailOf(name), password, caller)
  }
  const { now } = ago(26)
  const late = { code: secrets.newCode(), minutes: 5 }
  await storage.unitOfWork.run(({ outbox }) =>
    outbox.add(
      {
        template: 'sign_in_code',
        to: addressOf('Otto'),
        locale: 'en',
        data: late,
        expiresAt: now,
      },
      now,
    ),
  )
  const profile = { firstName: DEMO_STAGED.name, lastName: DEMO_STAGED.lastName }
  const rest = { username: null, phone: null, preferences: {} }
  const staged = { email: emailOf(DEMO_STAGED.name), password, profile: { ...profile, ...rest } }
  const signUp = ago(19)
  await signUp.register({ ...staged, locale: 'en' }, signUp.caller)
  const reset = ago(12)
  await reset.requestReset(emailOf('Rita'), reset.caller)
  for (let n = 0; n < settings.read().max_login_attempts; n++) {
    const { logIn, caller } = ago(6)
    await logIn(emailOf('Lola'), 'not the password', caller)
  }
  const code = ago(2)
  await code.sendOtp({ email: emailOf('Otto'), locale: 'en' }, code.caller)
}
