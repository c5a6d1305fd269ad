import type { ServerAddress } from '../shared/server-url.ts'
import type { ToolCall } from './tool.ts'

/** The first libpq that knows `sslrootcert=system`. */
const SYSTEM_AUTHORITIES_SINCE = 16

/** How libpq finds the server; the mode of encryption has the same names there. */
const connection = (
  { host, port, user, password, database, tls, authorityFile }: ServerAddress,
  major: number,
): Record<string, string> => ({
  PGHOST: host,
  PGPORT: String(port),
  PGUSER: user,
  PGDATABASE: database,
  PGSSLMODE: tls,
  ...(password !== '' && { PGPASSWORD: password }),
  ...(tls === 'verify-full' && authorityFile && { PGSSLROOTCERT: authorityFile }),
  ...(tls === 'verify-full' &&
    !authorityFile &&
    major >= SYSTEM_AUTHORITIES_SINCE && { PGSSLROOTCERT: 'system' }),
})

/** A dump of one moment in PostgreSQL's own archive format. */
export const pgDump = (address: ServerAddress, file: string, major: number): ToolCall => ({
  program: 'pg_dump',
  args: ['--format=custom', '--no-owner', '--no-privileges', '--no-password', `--file=${file}`],
  env: connection(address, major),
})

/** Everything or nothing. */
export const pgRestore = (address: ServerAddress, file: string, major: number): ToolCall => ({
  program: 'pg_restore',
  args: [
    ...['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'],
    ...['--no-password', `--dbname=${conninfo(address.database)}`, file],
  ],
  env: connection(address, major),
})

/** A name alone would be read as a connection string when it has a `=`. */
const conninfo = (database: string): string =>
  `dbname='${database.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Whether the archive can be read to its end of contents. */
export const pgList = (file: string): ToolCall => ({
  program: 'pg_restore',
  args: ['--list', file],
  env: {},
})

/** The first number in `pg_dump (PostgreSQL) 15.20 (Debian …)` or in a server's `15.20 (Debian …)`. */
export const postgresMajor = (version: string): number =>
  Number(/(?:^|\) )(\d+)/.exec(version)?.[1] ?? 0)
