import { expect, test } from 'vitest'
import { DatabaseUnavailable, isOutOfReach } from './problems.ts'

const sqliteError = (code: string): Error => Object.assign(new Error('it says no'), { code })

test.each(['SQLITE_BUSY_SNAPSHOT', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY_DBMOVED'])(
  '%s is no fault of the request: the database is out of reach',
  (code) => expect(isOutOfReach(sqliteError(code))).toBe(true),
)

test('a lock that outlasts our patience puts the database out of reach', () => {
  expect(isOutOfReach(new DatabaseUnavailable('locked'))).toBe(true)
})

test.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CORRUPT', 'ENOENT', ''])(
  '%s is not taken for a database that is out of reach',
  (code) => expect(isOutOfReach(sqliteError(code))).toBe(false),
)
