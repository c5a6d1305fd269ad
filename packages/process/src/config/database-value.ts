import { resolve } from 'node:path'
import { isServerUrl, parseServerUrl } from '@latchkey/sql'
import type { Reading } from './value-kinds.ts'

const EXAMPLE = 'sqlite:./data/latchkey.db or postgres://user:password@host:5432/latchkey'

/**
 * What a `DATABASE_URL` names: the path in `sqlite:./data/latchkey.db` or `sqlite:///var/lib/…`, or
 * the URL of a database on a PostgreSQL, MySQL or MariaDB server as it is.
 */
export const readDatabaseUrl = (text: string): Reading<string> => {
  if (isServerUrl(text)) {
    const parsed = parseServerUrl(text)
    return parsed.ok ? { value: text } : { problem: parsed.problem }
  }
  const path = /^sqlite:(?:\/\/)?([^?#\0]+)$/i.exec(text)?.[1]
  return path === undefined || path === ':memory:' || path.endsWith('/') || isServerUrl(path)
    ? { problem: `must be the path of a file or a database on a server, such as ${EXAMPLE}` }
    : { value: path }
}

/** Where the database is: an absolute path, or the URL of a server. */
export const databaseLocation = (
  value: string | undefined,
  cwd: string,
  dataDir: string,
): string => {
  if (value === undefined) return resolve(dataDir, 'latchkey.db')
  return isServerUrl(value) ? value : resolve(cwd, value)
}
