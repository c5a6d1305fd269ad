import { DatabaseConflict, DatabaseUnavailable } from './problems.ts'

/** What PostgreSQL and MySQL call an error: an SQLSTATE, a name such as `ER_LOCK_DEADLOCK`, or Node's. */
export const serverCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/**
 * Two transactions were in each other's way; one of them is asked to begin again. So it is when one
 * deleted a user to whom the other was about to add something.
 */
const CONFLICT = /^(40001|40P01|23503|ER_LOCK_DEADLOCK|ER_CHECKREAD|ER_NO_REFERENCED_ROW_2)$/

/** Connection exceptions, lacking resources, interventions of an operator, standby servers, timeouts. */
const OUTAGE_STATE = /^(08|53|57|25006|25P03|55P03|58)/
const OUTAGE_NAME = new RegExp(
  `^(${[
    'E(CONN(REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH)',
    'EAI_AGAIN|ENOTFOUND|PROTOCOL_.*|HANDSHAKE_.*|POOL_.*',
    'ER_(CON_COUNT_ERROR|TOO_MANY_USER_CONNECTIONS|SERVER_SHUTDOWN|NORMAL_SHUTDOWN)',
    'ER_(CONNECTION_KILLED|CLIENT_INTERACTION_TIMEOUT|NEW_ABORTING_CONNECTION)',
    'ER_(LOCK_WAIT_TIMEOUT|QUERY_INTERRUPTED|QUERY_TIMEOUT|STATEMENT_TIMEOUT)',
    'ER_(OPTION_PREVENTS_STATEMENT|READ_ONLY_MODE|CANT_EXECUTE_IN_READ_ONLY_TRANSACTION)',
    'ER_(DISK_FULL|RECORD_FILE_FULL|OUT_OF_RESOURCES|TOO_MANY_CONCURRENT_TRXS)',
  ].join('|')})$`,
)
/** What the drivers say without any code. */
const OUTAGE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|connection error and is not queryable|pool after calling end|Pool is closed|closed state|[Cc]onnection (was )?(lost|ended)/

/** Whether the connection cannot be used any more, or may still be busy with what we gave up. */
export const isBrokenBy = (error: unknown): boolean =>
  (error instanceof Error && 'fatal' in error && error.fatal === true) ||
  /^(PROTOCOL_|E[A-Z]+$|08|57P)/.test(serverCode(error)) ||
  (error instanceof Error && OUTAGE_TEXT.test(error.message))

/** Whether a kept plan does not fit the schema any more: another process migrated (PostgreSQL). */
export const isOutdatedPlan = (error: unknown): boolean =>
  error instanceof Error && /^cached plan must not change result type/.test(error.message)

/** An error of a driver in our words, the original as its cause; what we have no word for stays. */
export const translated = (error: unknown): unknown => {
  if (error instanceof DatabaseUnavailable) return error
  const code = serverCode(error)
  if (CONFLICT.test(code) || isOutdatedPlan(error))
    return new DatabaseConflict('concurrent changes', { cause: error })
  const isOutage =
    (/^[0-9A-Z]{5}$/.test(code) && OUTAGE_STATE.test(code)) ||
    OUTAGE_NAME.test(code) ||
    (error instanceof Error && OUTAGE_TEXT.test(error.message))
  return isOutage
    ? new DatabaseUnavailable('the database server does not answer', { cause: error })
    : error
}
