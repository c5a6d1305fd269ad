import { DatabaseAway, DatabaseProblem, DatabaseUnavailable } from './problems.ts'
import { serverCode, translated } from './server-errors.ts'
import type { ServerAddress } from './server-url.ts'

type Mend = (address: ServerAddress) => string

/** What stays until the operator mends it. */
const LASTING: readonly (readonly [RegExp, Mend])[] = [
  [
    /^(28P01|28000|ER_ACCESS_DENIED(_NO_PASSWORD)?_ERROR|ER_NOT_SUPPORTED_AUTH_MODE)$/,
    ({ user }) =>
      `it does not let in the user ${user}: check user and password in DATABASE_URL, and that the server accepts them from this machine.`,
  ],
  [
    /^(3D000|ER_BAD_DB_ERROR)$/,
    ({ database }) =>
      `it has no database ${database}: create it, or correct its name in DATABASE_URL.`,
  ],
  [
    /^(42501|ER_(DB|TABLE|COLUMN)ACCESS_DENIED_ERROR|ER_SPECIFIC_ACCESS_DENIED_ERROR)$/,
    ({ user, database }) =>
      `the user ${user} may not change the database ${database}: make it the owner of the database, or grant it all rights there.`,
  ],
  [
    /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HANDSHAKE_SSL_ERROR)/,
    () =>
      'its certificate is not trusted: name the file of its authority with sslrootcert=, or the host as the certificate has it.',
  ],
  [
    /^(HANDSHAKE_NO_SSL_SUPPORT|NO_TLS)$/,
    () => 'it does not speak TLS: switch TLS on there, or write sslmode=disable.',
  ],
]

/** What may pass: the server or the network comes back, a lock or a connection becomes free. */
const PASSING: readonly (readonly [RegExp, Mend])[] = [
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    ({ host }) => `the name ${host} is unknown: correct the host in DATABASE_URL.`,
  ],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNRESET|EPIPE|POOL_TIMEOUT|PROTOCOL_.*|08...)$/,
    ({ host, port }) =>
      `nothing answers at ${host} port ${port}: start the server, correct host and port in DATABASE_URL, or open the firewall.`,
  ],
  [
    /^(53300|ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS)$/,
    () => 'all its connections are taken: allow more (max_connections) or run fewer processes.',
  ],
  [
    /^(55P03|ER_LOCK_WAIT_TIMEOUT)$/,
    () => 'another process holds a lock that is needed: wait until it has finished and try again.',
  ],
  [
    /^(57P0.|ER_(NORMAL|SERVER)_SHUTDOWN|ER_CONNECTION_KILLED)$/,
    () => 'it is starting or stopping: try again in a moment.',
  ],
]

/** Where the drivers say in words only what happened. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/does not support (SSL|secure)/i, 'NO_TLS'],
  [/timeout|terminated/i, 'ETIMEDOUT'],
]

const codeOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : ''
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? serverCode(error)
}

const textOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error)

const sentence = (
  mends: readonly (readonly [RegExp, Mend])[],
  code: string,
  address: ServerAddress,
): string | undefined => mends.find(([pattern]) => pattern.test(code))?.[1](address)

/**
 * The operator's sentence for an error of connecting to or migrating a database server: a
 * DatabaseAway when it may pass.
 */
export const serverProblem = (address: ServerAddress, cause: unknown): DatabaseProblem => {
  if (cause instanceof DatabaseProblem) return cause
  const origin = cause instanceof DatabaseUnavailable ? (cause.cause ?? cause) : cause
  const code = codeOf(origin)
  const lasting = sentence(LASTING, code, address)
  const passing = lasting ? undefined : sentence(PASSING, code, address)
  const why = lasting ?? passing ?? `of an unexpected error (${textOf(origin)}).`
  const text = `The database ${address.shown} cannot be used because ${why}`
  const passes = passing || (!lasting && translated(origin) instanceof DatabaseUnavailable)
  return passes ? new DatabaseAway(text, { cause }) : new DatabaseProblem(text, { cause })
}
