import type { Migration } from 'kysely/migration'
import * as foundation from './0001-foundation.ts'
import * as locks from './0002-locks.ts'
import * as otp from './0003-otp.ts'

/** Every migration there is, by its name; they run in the order of their names. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-locks': locks,
  '0003-otp': otp,
}
