import type { AccessStore } from '../access/access-store.ts'
import type { Role } from '../access/role.ts'
import type { RoleStore } from '../access/role-store.ts'
import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { utf8Length } from '../shared/utf8-length.ts'
import { newUser } from '../user/user.ts'
import { grantedRoles } from './granted-roles.ts'
import { type ImportJournal, type ImportProgress, ImportTakenOver } from './import-journal.ts'
import type { ImportedPerson } from './imported-person.ts'
import type { UserTransfer, UserWithHash } from './user-transfer.ts'

/** A record of the file: a person, or why it is none. */
export type ImportRecord = { readonly line: number } & (
  | { readonly person: ImportedPerson }
  | { readonly problem: string; readonly address: string | null }
)

/** What became of a record. */
export interface RecordOutcome {
  readonly line: number
  readonly address: string | null
  readonly outcome: 'imported' | 'present' | 'refused'
  /** Why it was not imported, or what of it was not. */
  readonly reasons: readonly string[]
}

/** The next records of a file. */
export interface ImportBatch {
  readonly records: readonly ImportRecord[]
  /** The role above which none is given. */
  readonly maxRole: string
  /** The report on these records. */
  readonly reportOn: (outcomes: readonly RecordOutcome[]) => string
}

interface Stores {
  readonly transfer: UserTransfer
  readonly journal: ImportJournal
  readonly access: AccessStore
  readonly roles: RoleStore
  readonly audit: AuditLog
}

interface Deps {
  readonly unitOfWork: UnitOfWork<Stores>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Imports some records of a file, with an audit event for each user and the progress, in one unit of
 * work: after a crash it goes on with the next record. Users there are stay as they are. Resolves to
 * the progress; throws ImportTakenOver when another process went on from it already.
 */
export const importUsers =
  ({ unitOfWork, secrets, clock }: Deps) =>
  (
    progress: ImportProgress,
    { records, maxRole, reportOn }: ImportBatch,
  ): Promise<ImportProgress> =>
    unitOfWork.run(async ({ transfer, journal, access, roles, audit }) => {
      const now = clock.now()
      const wantsRoles = records.some(
        (record) => 'person' in record && record.person.roles.length > 0,
      )
      if (wantsRoles) await access.lock()
      const made = wantsRoles ? await roles.all() : []
      const judged = judge(records, maxRole, made, (person, granted) => ({
        user: userOf(secrets.newId(), person, granted, now),
        hash: person.emailVerified ? person.hash : null,
      }))
      const users = judged.flatMap(({ user }) => (user ? [user] : []))
      const added = await transfer.add(users, now)
      const outcomes = judged.map(({ user, ...outcome }) => outcomeOf(outcome, user, added))
      await audit.recordAll(
        users
          .filter(({ user }) => added.has(user.id))
          .map(({ user }) =>
            auditEvent(secrets.newId(), now, null, {
              action: 'user_created',
              resource: 'user',
              userId: user.id,
              metadata: { importId: progress.importId, roles: user.roles },
            }),
          ),
      )
      const after = advanced(progress, outcomes, reportOn(outcomes))
      if (!(await journal.advance(progress, after, now)))
        throw new ImportTakenOver('Another process imports the same file: this one ends.')
      return after
    })

export type ImportUsers = ReturnType<typeof importUsers>

type Judged = RecordOutcome & { readonly user: UserWithHash | null }

/** Everything that can be said without looking at the users there are. */
const judge = (
  records: readonly ImportRecord[],
  maxRole: string,
  made: readonly Role[],
  make: (person: ImportedPerson, granted: readonly string[]) => UserWithHash,
): readonly Judged[] => {
  const seen = new Set<string>()
  return records.map((record): Judged => {
    const { line } = record
    if (!('person' in record))
      return {
        line,
        address: record.address,
        outcome: 'refused',
        reasons: [record.problem],
        user: null,
      }
    const { person } = record
    const address = person.email.canonical
    const { granted, withheld, unknown } = grantedRoles(person.roles, maxRole, made)
    if (unknown.length > 0)
      return { line, address, outcome: 'refused', reasons: ['role_unknown'], user: null }
    if (seen.has(address))
      return { line, address, outcome: 'present', reasons: ['address_taken'], user: null }
    seen.add(address)
    const notes = [
      ...(withheld.length > 0 ? ['role_withheld'] : []),
      ...(person.hash && !person.emailVerified ? ['password_left_out'] : []),
    ]
    return { line, address, outcome: 'imported', reasons: notes, user: make(person, granted) }
  })
}

/**
 * Whoever set the password of an address that nobody proved need not be who reads its mail: it is
 * left out, and a mailed code or reset lets its owner in (security.md 1, class 2).
 */
const userOf = (id: string, person: ImportedPerson, granted: readonly string[], now: Date) => ({
  ...newUser(
    id,
    {
      email: person.email.address,
      emailCanonical: person.email.canonical,
      profile: person.profile,
      locale: person.locale,
    },
    now,
  ),
  emailVerified: person.emailVerified,
  roles: [...granted, 'user'].sort(),
  createdAt: person.createdAt ?? now,
  disabledAt: person.isDisabled ? now : null,
})

const outcomeOf = (
  judged: RecordOutcome,
  user: UserWithHash | null,
  added: ReadonlySet<string>,
): RecordOutcome =>
  user && !added.has(user.user.id)
    ? { ...judged, outcome: 'present', reasons: ['address_taken'] }
    : judged

const advanced = (
  before: ImportProgress,
  outcomes: readonly RecordOutcome[],
  report: string,
): ImportProgress => {
  const count = (what: RecordOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === what).length
  return {
    importId: before.importId,
    records: before.records + outcomes.length,
    imported: before.imported + count('imported'),
    present: before.present + count('present'),
    refused: before.refused + count('refused'),
    reportBytes: before.reportBytes + utf8Length(report),
    reportTail: report,
  }
}
