import { type AuditEvent, type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AuditHistory } from '../audit/audit-history.ts'
import { eventPages, MAX_EXPORTED_EVENTS } from '../audit/event-pages.ts'
import type { MailRecord, MailRecords } from '../mail/mail-records.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { PreRegistration } from '../registration/pre-registration.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { Session } from '../session/session.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { Avatar, AvatarStore } from './avatar-store.ts'
import type { EmailChange, EmailChangeStore } from './email-change.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** The most mails an export tells of; they are kept for 30 days. */
const MAX_MAILS = 500

/** What is kept about a person, but never a hash or a token. */
export interface OwnData {
  readonly exportedAt: Date
  readonly user: User
  readonly picture: Avatar | null
  readonly hasPassword: boolean
  /** A new address that they asked for and have not proven yet. */
  readonly emailChange: Pick<EmailChange, 'email' | 'createdAt' | 'expiresAt'> | null
  readonly sessions: readonly Session[]
  /** Sign-ups with this address that wait for a proof, whoever began them. */
  readonly signUps: readonly Pick<PreRegistration, 'createdAt' | 'expiresAt'>[]
  readonly mails: readonly MailRecord[]
  /** What the audit log has about them, newest first; each page is read when it is asked for. */
  readonly activity: AsyncIterable<readonly AuditEvent[]>
}

interface Deps {
  readonly reads: {
    readonly users: Pick<UserStore, 'find'>
    readonly avatars: Pick<AvatarStore, 'find'>
    readonly emailChanges: Pick<EmailChangeStore, 'find'>
    readonly credentials: Pick<CredentialStore, 'findByEmail'>
    readonly sessions: Pick<SessionStore, 'live'>
    readonly preRegistrations: Pick<PreRegistrationStore, 'ofAddress'>
    readonly mailRecords: Pick<MailRecords, 'list'>
    readonly auditHistory: AuditHistory
  }
  readonly unitOfWork: UnitOfWork<{ readonly audit: AuditLog }>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Gathers what is kept about somebody, for them to take along, and records that. Null when they are gone. */
export const exportOwnData =
  ({ reads, unitOfWork, secrets, clock }: Deps) =>
  async (userId: string, origin: RequestOrigin): Promise<OwnData | null> => {
    const now = clock.now()
    const user = await reads.users.find(userId)
    if (!user) return null
    const act = { action: 'sensitive_read', resource: 'user', userId } as const
    await unitOfWork.run(({ audit }) => audit.record(auditEvent(secrets.newId(), now, origin, act)))
    const { emailCanonical, email: to } = user
    const signUps = await reads.preRegistrations.ofAddress(emailCanonical)
    return {
      exportedAt: now,
      user,
      picture: await pictureOf(user, reads.avatars),
      emailChange: await reads.emailChanges.find(userId, now),
      hasPassword: Boolean((await reads.credentials.findByEmail(emailCanonical))?.hash),
      sessions: await reads.sessions.live(userId, now),
      signUps: signUps.filter(({ expiresAt }) => expiresAt > now),
      mails: await reads.mailRecords.list({ filter: { to }, after: null, limit: MAX_MAILS }),
      activity: eventPages(reads.auditHistory, { userId }, null, MAX_EXPORTED_EVENTS),
    }
  }

/** The last part of a picture's URL is its id. */
const pictureOf = async (
  { profileImageUrl }: User,
  avatars: Pick<AvatarStore, 'find'>,
): Promise<Avatar | null> => {
  const id = profileImageUrl?.split('/').at(-1)
  return id === undefined ? null : await avatars.find(id)
}
