import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { aNewAddress } from '../account.ts'
import { anAddressOfEachKind, KINDS, type Kind } from '../address-kinds.ts'
import type { TestServer } from '../server.ts'

/** Addresses that nobody asked about yet: a first look at one is not to differ from a second. */
export interface Crowd {
  next(kind: Kind): string
}

const BATCH = 500

type Row = Record<string, SQLInputValue>

/** What tells one person's rows from another's. */
interface Person {
  readonly email: string
  readonly id: string
}

/**
 * Any number of addresses of each kind on a server with SQLite: one of each comes in through the
 * front door, the others are copies of its rows.
 */
export const aCrowd = async (server: TestServer): Promise<Crowd> => {
  const originals = await anAddressOfEachKind(() => server)
  const waiting = new Map<Kind, string[]>(KINDS.map((kind) => [kind, []]))
  const fill = (kind: Kind) => {
    const copies = Array.from({ length: BATCH }, aNewAddress)
    if (kind !== 'unknown') copyRows(server, originals[kind], copies)
    waiting.get(kind)?.push(...copies)
  }
  for (const kind of KINDS) fill(kind)
  return {
    next: (kind) => {
      if (waiting.get(kind)?.length === 0) fill(kind)
      return waiting.get(kind)?.pop() ?? ''
    },
  }
}

const copyRows = (server: TestServer, original: string, copies: readonly string[]): void => {
  const database = new DatabaseSync(join(server.dataDir, 'latchkey.db'), { timeout: 5000 })
  try {
    const rowsOf = (table: string, column: string, value: string) =>
      database.prepare(`select * from ${table} where ${column} = ?`).all(value) as Row[]
    const users = rowsOf('users', 'email_canonical', original)
    const userId = String(users[0]?.['id'] ?? '')
    const found: [table: string, rows: Row[], changes: (person: Person) => Row][] = [
      ['users', users, ({ id, email }) => ({ id, email, email_canonical: email })],
      ['credentials', rowsOf('credentials', 'user_id', userId), ({ id }) => ({ user_id: id })],
      [
        'pre_registrations',
        rowsOf('pre_registrations', 'email_canonical', original),
        ({ id, email }) => ({ id, email, email_canonical: email }),
      ],
      [
        'lockouts',
        rowsOf('lockouts', 'subject_hash', lockoutKey(original)),
        ({ email }) => ({ subject_hash: lockoutKey(email) }),
      ],
    ]
    database.exec('begin immediate')
    for (const email of copies) {
      const person = { email, id: likeId(userId) }
      for (const [table, rows, changes] of found)
        for (const row of rows) insert(database, table, { ...row, ...changes(person) })
    }
    database.exec('commit')
  } finally {
    database.close()
  }
}

const insert = (database: DatabaseSync, table: string, row: Row): void => {
  const columns = Object.keys(row)
  const places = columns.map(() => '?').join()
  database
    .prepare(`insert into ${table} (${columns.join()}) values (${places})`)
    .run(...Object.values(row))
}

const lockoutKey = (email: string): string =>
  createHash('sha256').update(`account:${email}`).digest('base64url')

/** An id of the same moment as another one. */
const likeId = (id: string): string =>
  `${(id || '01900000-0000-7000-8000-').slice(0, 24)}${randomBytes(6).toString('hex')}`
