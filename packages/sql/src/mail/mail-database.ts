import { existsSync } from 'node:fs'
import type { MailQueue } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'
import { lacksMigrations } from '../migrations/migrate.ts'
import { openDatabase } from '../shared/database.ts'
import type { Synchronous } from '../shared/open-file.ts'
import { serverAddress } from '../shared/open-server.ts'
import { DatabaseAway, DatabaseProblem } from '../shared/problems.ts'
import type { Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import { serverCode } from '../shared/server-errors.ts'
import { isServerUrl } from '../shared/server-url.ts'
import { sqlMailQueue } from './mail-queue.ts'

interface Options {
  /** Path of an SQLite file, or URL of a database on a server. */
  readonly location: string
  readonly synchronous: Synchronous
  readonly sealer: Sealer
}

/** All that a mail worker sees of a database. */
export interface MailDatabase {
  readonly mailQueue: MailQueue
  /** Whether the database answers; never throws. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

const NOT_MIGRATED =
  'The database has no schema of this version yet, or its user may not read kysely_migration: ' +
  'start a server, or run npm run latchkey -- migrate up.'

/**
 * Opens a database that somebody else migrates; makes and changes no table. Throws a
 * DatabaseAway while the schema is not there, another DatabaseProblem when the database cannot be
 * used, also when its account lacks a right on `messages` (docs/mail.md names them all).
 */
export const openMailDatabase = async (options: Options): Promise<MailDatabase> => {
  const { location, synchronous, sealer } = options
  const isServer = isServerUrl(location)
  if (!isServer && !existsSync(location)) throw new DatabaseAway(NOT_MIGRATED)
  const database = await openDatabase({ location, synchronous }).catch((error: unknown) => {
    throw lacksRight(error) ? rightsProblem(location, error) : error
  })
  try {
    if (await lacksMigrations(database.read)) throw new DatabaseAway(NOT_MIGRATED)
    if (isServer) await tryRights(database.write)
  } catch (error) {
    await database.close()
    throw lacksRight(error) ? rightsProblem(location, error) : error
  }
  const { isReady, close } = database
  return { mailQueue: sqlMailQueue(database, { sealer }), isReady, close }
}

/** Changes nothing; a server refuses it when a right is missing, before the first mail does. */
const tryRights = async (db: Kysely<Schema>): Promise<void> => {
  const nothing = sql<boolean>`1 = 0`
  await db.selectFrom('messages').selectAll().where(nothing).execute()
  await db.updateTable('messages').set({ tries: 0 }).where(nothing).execute()
  await db.deleteFrom('messages').where(nothing).execute()
}

const lacksRight = (error: unknown): boolean => {
  const origin = error instanceof DatabaseProblem ? error.cause : error
  return /^(42501|ER_(TABLE|COLUMN)ACCESS_DENIED_ERROR)$/.test(serverCode(origin))
}

const rightsProblem = (location: string, cause: unknown): DatabaseProblem => {
  const { user, shown } = serverAddress(location)
  return new DatabaseProblem(
    `The database ${shown} cannot be used because the user ${user} lacks a right: ` +
      'grant it select, update and delete on messages, and select on kysely_migration.',
    { cause },
  )
}
