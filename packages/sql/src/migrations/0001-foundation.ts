/**
 * What the life of a user with e-mail and password needs. Instants are milliseconds, booleans 0 or
 * 1, JSON is text. Every index says which query it serves.
 */
import type { Kysely } from 'kysely'

const createUsers = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('users')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('email', 'varchar(254)', (c) => c.notNull())
    .addColumn('email_canonical', 'varchar(254)', (c) => c.notNull().unique())
    .addColumn('email_verified', 'integer', (c) => c.notNull())
    .addColumn('first_name', 'varchar(400)')
    .addColumn('last_name', 'varchar(400)')
    .addColumn('username', 'varchar(400)')
    .addColumn('phone', 'varchar(40)')
    .addColumn('locale', 'varchar(35)', (c) => c.notNull())
    .addColumn('preferences', 'text', (c) => c.notNull())
    .addColumn('profile_image_url', 'text')
    .addColumn('credential_version', 'integer', (c) => c.notNull())
    .addColumn('disabled_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('last_login_at', 'bigint')
    .execute()
  await schema
    .createTable('user_roles')
    .addColumn('user_id', 'varchar(36)', (c) =>
      c.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('role', 'varchar(64)', (c) => c.notNull())
    .addPrimaryKeyConstraint('user_roles_key', ['user_id', 'role'])
    .execute()
  // UserStore.anyoneHas
  await schema.createIndex('user_roles_role').on('user_roles').column('role').execute()
  await schema
    .createTable('credentials')
    .addColumn('user_id', 'varchar(36)', (c) =>
      c.primaryKey().notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('password_hash', 'varchar(255)', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
}

const createPreRegistrations = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('pre_registrations')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('email', 'varchar(254)', (c) => c.notNull())
    .addColumn('email_canonical', 'varchar(254)', (c) => c.notNull())
    .addColumn('password_hash', 'varchar(255)', (c) => c.notNull())
    .addColumn('first_name', 'varchar(400)')
    .addColumn('last_name', 'varchar(400)')
    .addColumn('username', 'varchar(400)')
    .addColumn('phone', 'varchar(40)')
    .addColumn('preferences', 'text', (c) => c.notNull())
    .addColumn('locale', 'varchar(35)', (c) => c.notNull())
    .addColumn('registration_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('link_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('code_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('wrong_proofs', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  // PreRegistrationStore.promote deletes every attempt of the address.
  await schema
    .createIndex('pre_registrations_email_canonical')
    .on('pre_registrations')
    .column('email_canonical')
    .execute()
  // sweep
  await schema
    .createIndex('pre_registrations_expires_at')
    .on('pre_registrations')
    .column('expires_at')
    .execute()
}

const createSessions = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('sessions')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'varchar(36)', (c) =>
      c.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('amr', 'varchar(255)', (c) => c.notNull())
    .addColumn('secret_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('last_hash', 'varchar(64)')
    .addColumn('rotated_at', 'bigint')
    .addColumn('authenticated_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint', (c) => c.notNull())
    .addColumn('refresh_expires_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('end_reason', 'varchar(32)')
    .addColumn('ip_address', 'varchar(64)', (c) => c.notNull())
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .execute()
  // SessionStore.endAll; with the second column no planner prefers the index on revoked_at.
  await schema
    .createIndex('sessions_user_id')
    .on('sessions')
    .columns(['user_id', 'revoked_at'])
    .execute()
  // RevocationStore.since, sweep
  await schema.createIndex('sessions_revoked_at').on('sessions').column('revoked_at').execute()
  // sweep
  await schema.createIndex('sessions_expires_at').on('sessions').column('expires_at').execute()
}

const createSingleUseTokens = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('password_resets')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('user_id', 'varchar(36)', (c) =>
      c.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('secret_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  // PasswordResetStore.spend deletes every reset of the user.
  await schema
    .createIndex('password_resets_user_id')
    .on('password_resets')
    .column('user_id')
    .execute()
  // sweep
  await schema
    .createIndex('password_resets_expires_at')
    .on('password_resets')
    .column('expires_at')
    .execute()
  // Holds one row at most, so it needs no index for its sweep.
  await schema
    .createTable('setup_tokens')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('secret_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
}

const createMessages = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('messages')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('template', 'varchar(64)', (c) => c.notNull())
    .addColumn('recipient', 'varchar(254)', (c) => c.notNull())
    .addColumn('locale', 'varchar(35)', (c) => c.notNull())
    .addColumn('payload', 'text')
    .addColumn('state', 'varchar(16)', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('deferrals', 'integer', (c) => c.notNull())
    .addColumn('next_try_at', 'bigint')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('lease_owner', 'varchar(64)')
    .addColumn('leased_until', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute()
  // MailQueue.claim and nextDueAt: finished messages have no next try.
  await schema.createIndex('messages_next_try_at').on('messages').column('next_try_at').execute()
  // MailQueue.owners, release and nextDueAt
  await schema
    .createIndex('messages_lease')
    .on('messages')
    .columns(['lease_owner', 'next_try_at', 'leased_until'])
    .execute()
  // sweep
  await schema.createIndex('messages_finished_at').on('messages').column('finished_at').execute()
}

const createRecords = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('signing_keys')
    .addColumn('kid', 'varchar(64)', (c) => c.primaryKey().notNull())
    .addColumn('public_jwk', 'text', (c) => c.notNull())
    .addColumn('sealed_private_key', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('retired_at', 'bigint')
    .execute()
  // No foreign keys: the record of an act outlives whom it was about.
  await schema
    .createTable('audit_events')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('action', 'varchar(64)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)')
    .addColumn('session_id', 'varchar(36)')
    .addColumn('actor_id', 'varchar(36)')
    .addColumn('resource', 'varchar(64)', (c) => c.notNull())
    .addColumn('success', 'integer', (c) => c.notNull())
    .addColumn('code', 'varchar(64)')
    .addColumn('metadata', 'text', (c) => c.notNull())
    .addColumn('ip_address', 'varchar(64)')
    .addColumn('user_agent', 'text')
    .addColumn('request_id', 'varchar(128)')
    .addColumn('method', 'varchar(16)')
    .addColumn('endpoint', 'varchar(255)')
    .addColumn('received_at', 'bigint')
    .addColumn('processing_time_ms', 'integer')
    .execute()
  // sweep
  await schema.createIndex('audit_events_at').on('audit_events').column('at').execute()
  await schema
    .createTable('attempt_budgets')
    .addColumn('subject_hash', 'varchar(64)', (c) => c.primaryKey().notNull())
    .addColumn('name', 'varchar(64)', (c) => c.notNull())
    .addColumn('used', 'integer', (c) => c.notNull())
    .addColumn('resets_at', 'bigint', (c) => c.notNull())
    .execute()
  // sweep
  await schema
    .createIndex('attempt_budgets_resets_at')
    .on('attempt_budgets')
    .column('resets_at')
    .execute()
}

export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createUsers(db)
  await createPreRegistrations(db)
  await createSessions(db)
  await createSingleUseTokens(db)
  await createMessages(db)
  await createRecords(db)
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
  for (const table of TABLES) await db.schema.dropTable(table).execute()
}
