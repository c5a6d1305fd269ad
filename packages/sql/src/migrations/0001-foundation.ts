/**
 * What the life of a user with e-mail and password needs. Instants are milliseconds, booleans 0 or
 * 1, JSON is text. Every index says which query it serves.
 */
import type { Kysely } from 'kysely'
import { goesWithUser, type Steps, steps } from './steps.ts'

const createUsers = async ({ table, index, text, longText }: Steps): Promise<void> => {
  await table('users')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('email', text(254), (c) => c.notNull())
    .addColumn('email_canonical', text(254), (c) => c.notNull())
    .addColumn('email_verified', 'integer', (c) => c.notNull())
    .addColumn('first_name', text(400))
    .addColumn('last_name', text(400))
    .addColumn('username', text(400))
    .addColumn('phone', text(40))
    .addColumn('locale', text(35), (c) => c.notNull())
    .addColumn('preferences', longText, (c) => c.notNull())
    .addColumn('profile_image_url', longText)
    .addColumn('credential_version', 'integer', (c) => c.notNull())
    .addColumn('disabled_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('last_login_at', 'bigint')
    .addUniqueConstraint('users_email_canonical', ['email_canonical'])
    .execute()
  await table('user_roles')
    .addColumn('user_id', text(36), (c) => c.notNull())
    .addColumn('role', text(64), (c) => c.notNull())
    .addPrimaryKeyConstraint('user_roles_key', ['user_id', 'role'])
    .addForeignKeyConstraint('user_roles_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
  // UserStore.anyoneHas
  await index('user_roles_role', 'user_roles', ['role'])
  await table('credentials')
    .addColumn('user_id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('password_hash', text(255), (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('credentials_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
}

const createPreRegistrations = async ({ table, index, text, longText }: Steps): Promise<void> => {
  await table('pre_registrations')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('email', text(254), (c) => c.notNull())
    .addColumn('email_canonical', text(254), (c) => c.notNull())
    .addColumn('password_hash', text(255), (c) => c.notNull())
    .addColumn('first_name', text(400))
    .addColumn('last_name', text(400))
    .addColumn('username', text(400))
    .addColumn('phone', text(40))
    .addColumn('preferences', longText, (c) => c.notNull())
    .addColumn('locale', text(35), (c) => c.notNull())
    .addColumn('registration_hash', text(64), (c) => c.notNull())
    .addColumn('link_hash', text(64), (c) => c.notNull())
    .addColumn('code_hash', text(64), (c) => c.notNull())
    .addColumn('wrong_proofs', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  // PreRegistrationStore.promote deletes every attempt of the address.
  await index('pre_registrations_email_canonical', 'pre_registrations', ['email_canonical'])
  // sweep
  await index('pre_registrations_expires_at', 'pre_registrations', ['expires_at'])
}

const createSessions = async ({ table, index, text, longText }: Steps): Promise<void> => {
  await table('sessions')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('user_id', text(36), (c) => c.notNull())
    .addColumn('amr', text(255), (c) => c.notNull())
    .addColumn('secret_hash', text(64), (c) => c.notNull())
    .addColumn('last_hash', text(64))
    .addColumn('rotated_at', 'bigint')
    .addColumn('authenticated_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint', (c) => c.notNull())
    .addColumn('refresh_expires_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('end_reason', text(32))
    .addColumn('ip_address', text(64), (c) => c.notNull())
    .addColumn('user_agent', longText, (c) => c.notNull())
    .addForeignKeyConstraint('sessions_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
  // SessionStore.endAll; with the second column no planner prefers the index on revoked_at.
  await index('sessions_user_id', 'sessions', ['user_id', 'revoked_at'])
  // RevocationStore.since, sweep
  await index('sessions_revoked_at', 'sessions', ['revoked_at'])
  // sweep
  await index('sessions_expires_at', 'sessions', ['expires_at'])
}

const createSingleUseTokens = async ({ table, index, text }: Steps): Promise<void> => {
  await table('password_resets')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('user_id', text(36), (c) => c.notNull())
    .addColumn('secret_hash', text(64), (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('password_resets_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
  // PasswordResetStore.spend deletes every reset of the user.
  await index('password_resets_user_id', 'password_resets', ['user_id'])
  // sweep
  await index('password_resets_expires_at', 'password_resets', ['expires_at'])
  // Holds one row at most, so it needs no index for its sweep.
  await table('setup_tokens')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('secret_hash', text(64), (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
}

const createMessages = async ({ table, index, text, longText }: Steps): Promise<void> => {
  await table('messages')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('template', text(64), (c) => c.notNull())
    .addColumn('recipient', text(254), (c) => c.notNull())
    .addColumn('locale', text(35), (c) => c.notNull())
    .addColumn('payload', longText)
    .addColumn('state', text(16), (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('deferrals', 'integer', (c) => c.notNull())
    .addColumn('next_try_at', 'bigint')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('lease_owner', text(64))
    .addColumn('leased_until', 'bigint')
    .addColumn('reason', longText)
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute()
  // MailQueue.claim and nextDueAt: finished messages have no next try.
  await index('messages_next_try_at', 'messages', ['next_try_at'])
  // MailQueue.owners, release and nextDueAt
  await index('messages_lease', 'messages', ['lease_owner', 'next_try_at', 'leased_until'])
  // sweep
  await index('messages_finished_at', 'messages', ['finished_at'])
}

const createRecords = async ({ table, index, text, longText }: Steps): Promise<void> => {
  await table('signing_keys')
    .addColumn('kid', text(64), (c) => c.primaryKey().notNull())
    .addColumn('public_jwk', longText, (c) => c.notNull())
    .addColumn('sealed_private_key', longText, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('retired_at', 'bigint')
    .execute()
  // No foreign keys: the record of an act outlives whom it was about.
  await table('audit_events')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('action', text(64), (c) => c.notNull())
    .addColumn('user_id', text(36))
    .addColumn('session_id', text(36))
    .addColumn('actor_id', text(36))
    .addColumn('resource', text(64), (c) => c.notNull())
    .addColumn('success', 'integer', (c) => c.notNull())
    .addColumn('code', text(64))
    .addColumn('metadata', longText, (c) => c.notNull())
    .addColumn('ip_address', text(64))
    .addColumn('user_agent', longText)
    .addColumn('request_id', text(128))
    .addColumn('method', text(16))
    .addColumn('endpoint', text(255))
    .addColumn('received_at', 'bigint')
    .addColumn('processing_time_ms', 'integer')
    .execute()
  // sweep
  await index('audit_events_at', 'audit_events', ['at'])
  await table('attempt_budgets')
    .addColumn('subject_hash', text(64), (c) => c.primaryKey().notNull())
    .addColumn('name', text(64), (c) => c.notNull())
    .addColumn('used', 'integer', (c) => c.notNull())
    .addColumn('resets_at', 'bigint', (c) => c.notNull())
    .execute()
  // sweep
  await index('attempt_budgets_resets_at', 'attempt_budgets', ['resets_at'])
}

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const taking = steps(db)
  await createUsers(taking)
  await createPreRegistrations(taking)
  await createSessions(taking)
  await createSingleUseTokens(taking)
  await createMessages(taking)
  await createRecords(taking)
}

const TABLES = [
  'attempt_budgets',
  'audit_events',
  'signing_keys',
  'messages',
  'setup_tokens',
  'password_resets',
  'sessions',
  'pre_registrations',
  'credentials',
  'user_roles',
  'users',
] as const

export const down = async (db: Kysely<unknown>): Promise<void> => {
  for (const table of TABLES) await steps(db).drop(table)
}
