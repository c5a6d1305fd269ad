import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { openServer } from '../shared/open-server.ts'
import { SERVING } from '../shared/pool-limits.ts'
import type { ServerName } from './test-servers.ts'

/** The rights that docs/mail.md gives to a mail worker's account, by table. */
export const MAIL_RIGHTS: Readonly<Record<string, string>> = {
  messages: 'select, update, delete',
  kysely_migration: 'select',
}

/** An account of a database server: the URL by which it comes in, and what removes it. */
export interface MailAccount {
  readonly url: string
  grant(rights: Readonly<Record<string, string>>): Promise<void>
  drop(): Promise<void>
}

/** Makes an account that may do nothing yet with the database at `location`. */
export const createMailAccount = async (
  server: ServerName,
  location: string,
): Promise<MailAccount> => {
  const name = `latchkey_mail_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const db = await openServer<unknown>(location, { ...SERVING, connections: 1 })
  const run = (text: string) => sql.raw(text).execute(db as Kysely<unknown>)
  const account = server === 'PostgreSQL' ? name : `'${name}'@'%'`
  await (server === 'PostgreSQL'
    ? run(`create role ${name} login password '${password}'`)
    : run(`create user ${account} identified by '${password}'`))
  const url = new URL(location)
  url.username = name
  url.password = password
  return {
    url: url.href,
    grant: async (rights) => {
      for (const [table, list] of Object.entries(rights))
        await run(`grant ${list} on ${table} to ${account}`)
    },
    drop: async () => {
      if (server === 'PostgreSQL') await run(`drop owned by ${account}`)
      await run(server === 'PostgreSQL' ? `drop role ${account}` : `drop user ${account}`)
      await db.destroy()
    },
  }
}
