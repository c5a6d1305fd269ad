import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

type Row = Readonly<Record<string, string | number | null>>

/** Reads beside the server, or after it. */
export const readRows = (
  file: string,
  sql: string,
  ...values: readonly SQLInputValue[]
): readonly Row[] => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    return database.prepare(sql).all(...values) as Row[]
  } finally {
    database.close()
  }
}

/** One number, such as a count. */
export const readNumber = (file: string, sql: string, ...values: readonly SQLInputValue[]) =>
  Number(Object.values(readRows(file, sql, ...values)[0] ?? {})[0])

/** What an administrator does to a user, as another process: in one transaction, sessions included. */
export const disableUser = (file: string, email: string): void => {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  try {
    database.exec('begin immediate')
    const now = Date.now()
    database.prepare('update users set disabled_at = ? where email_canonical = ?').run(now, email)
    const sessions = `update sessions set revoked_at = ?, end_reason = 'logout_all'
      where revoked_at is null and user_id = (select id from users where email_canonical = ?)`
    database.prepare(sessions).run(now, email)
    database.exec('commit')
  } finally {
    database.close()
  }
}
