import { readRows } from './database-file.ts'
import { idInside, type Ledger } from './ledger.ts'

/** What the rows of one database must be, each as a query that finds what is wrong (security.md 2). */
const NOTHING_FOUND_BY = {
  'a user without exactly one event of being made': `
    select u.id from users u left join audit_events e
      on e.user_id = u.id and e.action = 'user_created' group by u.id having count(e.id) <> 1`,
  'an event of making a user whom nobody finds': `
    select user_id from audit_events where action = 'user_created'
      and user_id not in (select id from users)`,
  'a user without a password or a welcome': `
    select u.id from users u where
      (select count(*) from credentials c where c.user_id = u.id) <> 1 or
      (select count(*) from messages m where m.recipient = u.email and m.template = 'welcome') <> 1`,
  'an address with two users': `
    select email_canonical from users group by lower(email_canonical) having count(*) > 1`,
  'an attempt that outlived the proof of its address by another one': `
    select p.id from pre_registrations p join users u using (email_canonical)
      where p.created_at < u.created_at - 2000`,
  'a session without exactly one event of its login': `
    select s.id from sessions s left join audit_events e
      on e.session_id = s.id and e.action = 'authn_login_success'
      group by s.id having count(e.id) <> 1`,
  'an event of a login into no session': `
    select session_id from audit_events where action = 'authn_login_success'
      and session_id not in (select id from sessions)`,
  'a logged-out session without exactly one event of it': `
    select s.id from sessions s left join audit_events e
      on e.session_id = s.id and e.action = 'authn_token_revoked'
      where s.end_reason = 'logout' group by s.id having count(e.id) <> 1`,
  'an event of a logout from a session that lives': `
    select session_id from audit_events where action = 'authn_token_revoked'
      and session_id in (select id from sessions where revoked_at is null)`,
  'a session that a lost answer made look stolen': `
    select id from sessions where end_reason = 'token_reused'`,
  'a live session of a disabled user': `
    select s.id from sessions s join users u on u.id = s.user_id
      where u.disabled_at is not null and s.revoked_at is null`,
  'a staged attempt without exactly one event of it': `
    select p.id from pre_registrations p left join audit_events e on
      e.action = 'user_registered' and json_extract(e.metadata, '$.attemptId') = p.id
      group by p.id having count(e.id) <> 1`,
  'two events of the same act': `
    select action, json_extract(metadata, '$.attemptId') as attempt from audit_events
      where attempt is not null and success = 1 group by 1, 2 having count(*) > 1`,
  'sessions ended by a reset, other than its events say': `
    select ended, said from
      (select count(*) as ended from sessions where end_reason = 'password_reset'),
      (select coalesce(sum(json_extract(metadata, '$.sessionsEnded')), 0) as said
        from audit_events where action = 'authn_password_change')
      where ended <> said`,
  'mails of a kind, other than the events that cause it': `
    select kind, mails, acts from (
      select 'sign-up' as kind,
        (select count(*) from messages where template in ('verify_email', 'account_exists')) as mails,
        (select count(*) from audit_events where action = 'user_registered') as acts
      union select 'welcome',
        (select count(*) from messages where template = 'welcome'),
        (select count(*) from audit_events where action = 'user_created')
      union select 'reset',
        (select count(*) from messages where template = 'reset_password'),
        (select count(*) from audit_events
          where action = 'authn_password_reset_requested' and success = 1)
      union select 'changed',
        (select count(*) from messages where template = 'password_changed'),
        (select count(*) from audit_events where action = 'authn_password_change'))
      where mails <> acts`,
  'a row that refers to nothing': 'pragma foreign_key_check',
  'more or less than one signing key': `
    select count(*) as keys from signing_keys having count(*) <> 1`,
} as const satisfies Record<string, string>

/** Every broken rule with the rows that break it. */
export const brokenInvariants = (file: string): string[] =>
  Object.entries(NOTHING_FOUND_BY).flatMap(([what, sql]) =>
    readRows(file, sql).map((row) => `${what}: ${JSON.stringify(row)}`),
  )

const missing = (file: string, kind: string, ids: readonly string[], sql: string): string[] =>
  ids
    .filter(
      (id) =>
        readRows(file, sql, ...Array<string>(sql.split('?').length - 1).fill(id)).length !== 1,
    )
    .map((id) => `${kind} ${id}`)

/** What was acknowledged and is not there. */
export const lostPromises = (file: string, ledger: Ledger): string[] => [
  ...missing(
    file,
    'registration',
    ledger.registrations.map(({ email }) => email),
    `select 1 where exists (select 1 from pre_registrations where email_canonical = ?)
      or exists (select 1 from users where email_canonical = ?)`,
  ),
  ...missing(
    file,
    'event of a registration',
    ledger.registrations.map(({ registrationToken }) => idInside(registrationToken)),
    `select 1 from audit_events where action = 'user_registered'
      and json_extract(metadata, '$.attemptId') = ?`,
  ),
  ...missing(
    file,
    'user',
    ledger.verifications.map(({ userId }) => userId),
    'select 1 from users where id = ?',
  ),
  ...missing(
    file,
    'session',
    [...ledger.logins, ...ledger.refreshes].map(({ sessionId }) => sessionId),
    'select 1 from sessions where id = ?',
  ),
  ...missing(
    file,
    'end of a session',
    ledger.logouts.map(({ sessionId }) => sessionId),
    `select 1 from sessions where id = ? and revoked_at is not null`,
  ),
]
