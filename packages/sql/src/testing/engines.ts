import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { type Database, openDatabase } from '../shared/database.ts'
import type { Schema } from '../shared/schema.ts'
import { openTestFile, temporaryFile } from './test-database.ts'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
  type ServerName,
} from './test-servers.ts'

/** One kind of database as a test file uses it. */
export interface Engine {
  readonly name: 'SQLite' | ServerName
  /** An empty database for one test, as one server sees it. */
  open(): Promise<Database>
  /** The same as two servers see it, each with connections of its own. */
  openTwice(): Promise<readonly [Database, Database]>
  /** The path or URL of a database without tables, for one test. */
  emptyLocation(): Promise<string>
}

/** One on a server. */
export interface ServerEngine extends Engine {
  readonly name: ServerName
}

const sqlite: Engine = {
  name: 'SQLite',
  open: () => openTestFile(temporaryFile()),
  openTwice: async () => {
    const file = temporaryFile()
    return [await openTestFile(file), await openTestFile(file)]
  },
  emptyLocation: async () => temporaryFile(),
}

/** Those that refer to others come first. Rows to lock are part of the schema and stay. */
const TABLES = [
  ...([
    'user_roles',
    'roles',
    'credentials',
    'password_history',
    'avatars',
    'email_changes',
    'sessions',
    'erased_sessions',
    'password_resets',
    'invitations',
    'users',
    'setup_tokens',
  ] as const),
  ...([
    'otp_codes',
    'otp_requests',
    'pre_registrations',
    'messages',
    'signing_keys',
    'audit_events',
    'audit_days',
    'audit_keys',
    'audit_subject_keys',
    'audit_checkpoints',
    'audit_chain',
    'attempt_budgets',
    'lockouts',
    'settings',
    'setting_versions',
    'brand_logos',
    'imports',
  ] as const),
] satisfies (keyof Schema)[]

const empty = ({ write }: Database): Promise<void> =>
  write.transaction().execute(async (transaction) => {
    for (const table of TABLES) await transaction.deleteFrom(table).execute()
  })

/** A database of the file's own on a server, which every test finds empty. */
const onServer = (name: ServerName): ServerEngine => {
  let made: ServerDatabase
  let nodes: readonly [Database, Database]
  beforeAll(async () => {
    made = await createServerDatabase(name)
    await migrateUp(made.url)
    const location = made.url
    nodes = [await openDatabase({ location }), await openDatabase({ location })]
  })
  afterAll(async () => {
    for (const node of nodes) await node.close()
    await made.drop()
  })
  const openTwice = async () => {
    await empty(nodes[0])
    return nodes
  }
  return {
    name,
    open: async () => (await openTwice())[0],
    openTwice,
    emptyLocation: async () => {
      const other = await createServerDatabase(name)
      onTestFinished(other.drop)
      return other.url
    },
  }
}

const SERVERS = await Promise.all(
  (['PostgreSQL', 'MySQL'] as const).map(async (name) => ({ name, isThere: await answers(name) })),
)

/** Runs a suite on SQLite and on every server that answers. */
export const describeEngines = (suite: (engine: Engine) => void): void => {
  describe('on SQLite', () => suite(sqlite))
  describeServers(suite)
}

/** Runs a suite on every server that answers. */
export const describeServers = (suite: (engine: ServerEngine) => void): void => {
  for (const { name, isThere } of SERVERS)
    describe.skipIf(!isThere)(`on ${name}`, () => suite(onServer(name)))
}
