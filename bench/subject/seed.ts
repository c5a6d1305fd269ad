import { keyring } from '@latchkey/process'
import { isServerUrl, migrateUp, openDatabase } from '@latchkey/sql'
import bcrypt from 'bcrypt'
import { sql } from 'kysely'
import { nodeSecrets } from '../../apps/server/src/shared/node-secrets.ts'
import { secretOf } from '../../apps/server/src/shared/opaque-token.ts'

/** The password of every seeded user. */
export const PASSWORD = 'Correct-Horse-7-Battery'

const DAY_MS = 86_400_000

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
const userId = (i: number): string => `${hex(i, 8)}-0000-7000-8000-${hex(i, 12)}`
const sessionId = (i: number): string => `${hex(i, 8)}-0000-7000-9000-${hex(i, 12)}`
const address = (i: number): string => `user-${i}@example.org`

type Statement = ReturnType<typeof sql>

/** What the two databases say differently, of the number `i`. */
const TEXTS = {
  file: {
    hex: (digits: number) => sql.raw(`printf('%0${digits}x', i)`),
    random: sql`hex(randomblob(21))`,
  },
  server: {
    hex: (digits: number) => sql.raw(`lpad(to_hex(i), ${digits}, '0')`),
    random: sql`md5(random()::text)`,
  },
} as const

interface Everybody {
  readonly count: number
  readonly passwordHash: string
  readonly now: number
  readonly texts: (typeof TEXTS)[keyof typeof TEXTS]
}

/** Everybody has a password, a session and the record of one login. */
const rowsOf = ({ count, passwordHash, now, texts }: Everybody): Statement[] => {
  const numbers = sql`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${sql.lit(count)})`
  const user = sql`${texts.hex(8)} || '-0000-7000-8000-' || ${texts.hex(12)}`
  const session = sql`${texts.hex(8)} || '-0000-7000-9000-' || ${texts.hex(12)}`
  const mail = sql`'user-' || i || '@example.org'`
  const [at, ends] = [sql.lit(now), sql.lit(now + 6 * DAY_MS)]
  return [
    sql`${numbers} insert into users (id, email, email_canonical, email_verified, first_name,
      last_name, locale, preferences, credential_version, created_at, updated_at)
      select ${user}, ${mail}, ${mail}, 1, 'Ada', 'Lovelace', 'en', '{}', 1, ${at}, ${at} from n`,
    sql`${numbers} insert into credentials (user_id, password_hash, updated_at)
      select ${user}, ${passwordHash}, ${at} from n`,
    sql`${numbers} insert into sessions (id, user_id, amr, secret_hash, authenticated_at,
      created_at, last_used_at, refresh_expires_at, expires_at, ip_address, user_agent)
      select ${session}, ${user}, '["pwd"]', ${texts.random}, ${at}, ${at}, ${at},
      ${ends}, ${ends}, '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0'
      from n`,
    sql`${numbers} insert into audit_events (id, at, action, user_id, session_id, resource,
      success, metadata, ip_address)
      select ${session}, ${at} + i, 'authn_login_success', ${user}, ${session}, 'session', 1,
      '{"amr":["pwd"]}', '192.0.2.1' from n`,
  ]
}

interface Options {
  /** Path of an SQLite file, or URL of a PostgreSQL database. */
  readonly location: string
  readonly users: number
  /** How many of the sessions get tokens that are known here, evenly spread over all. */
  readonly sampled: number
  /** `LATCHKEY_SECRET`. */
  readonly secret: Buffer
}

/** A user whose session's refresh token is known. */
export interface Sample {
  readonly userId: string
  readonly address: string
  readonly refreshToken: string
  /** The same secret as the floor's route takes it. */
  readonly bareToken: string
}

/** Makes a database of `users` users, straight in SQL. */
export const seed = async ({ location, users, sampled, secret }: Options): Promise<Sample[]> => {
  await migrateUp(location)
  const database = await openDatabase({ location, synchronous: 'NORMAL' })
  const isFile = !isServerUrl(location)
  const texts = TEXTS[isFile ? 'file' : 'server']
  const passwordHash = await bcrypt.hash(PASSWORD, 12)
  const everybody = { count: users, passwordHash, now: Date.now(), texts }
  for (const rows of rowsOf(everybody)) await rows.execute(database.write)

  const secrets = nodeSecrets(keyring([secret]))
  const samples = await database.write.transaction().execute(async (transaction) => {
    const issued: Sample[] = []
    for (let sample = 0; sample < sampled; sample++) {
      const i = Math.floor((sample * users) / sampled)
      const { token, hash, id } = secrets.issue('refresh', sessionId(i))
      const change = transaction.updateTable('sessions').set({ secret_hash: hash })
      await change.where('id', '=', id).execute()
      const bareToken = `${id}.${secretOf(Buffer.from(token, 'base64url')).toString('base64url')}`
      issued.push({ userId: userId(i), address: address(i), refreshToken: token, bareToken })
    }
    return issued
  })
  await (isFile ? sql`pragma wal_checkpoint(truncate)` : sql`analyze`).execute(database.write)
  await database.close()
  return samples
}
