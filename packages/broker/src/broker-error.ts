import type { BrokerAddress } from './amqp-url.ts'

/** Why the broker did not take something; `code` is fit for a log. */
export const brokerError = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code })

const MAX_LENGTH = 300

/** What an operator mends; amqplib and Node say in words only what happened. */
const MENDS: readonly (readonly [RegExp, (address: BrokerAddress) => readonly [string, string]])[] =
  [
    [
      /Handshake.*ACCESS[_-]REFUSED/i,
      ({ user }) => [
        'the broker refuses the user or the password',
        `check them in AMQP_URL${user === 'guest' ? ' (guest may only come from its own machine)' : ''}`,
      ],
    ],
    [
      // RabbitMQ answers `connection.open` so when the virtual host is not there or not the user's.
      /Expected ConnectionOpenOk; got <ConnectionClose/,
      ({ vhost, user }) => [
        `the broker does not let ${user} open the virtual host ${decodeURIComponent(vhost) || '/'}`,
        `make it, give the user its rights there (rabbitmqctl set_permissions), or correct AMQP_URL`,
      ],
    ],
    [
      /ENOTFOUND|EAI_AGAIN/,
      ({ host }) => [`the name ${host} is unknown`, 'correct the host in AMQP_URL'],
    ],
    [
      /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/,
      ({ host, port }) => [
        `nothing answers at ${host} port ${port}`,
        'start RabbitMQ, correct host and port in AMQP_URL, or open the firewall',
      ],
    ],
  ]

/** A fault of the connection in one line without its password, and what to do when that is known. */
export const troubleOf = (
  error: unknown,
  address: BrokerAddress,
): { readonly reason: string; readonly mend: string | null } => {
  const line = textOf(error).replace(/\s+/g, ' ').slice(0, MAX_LENGTH)
  const known = MENDS.find(([pattern]) => pattern.test(line))?.[1](address)
  if (known) return { reason: known[0], mend: known[1] }
  const { password } = address
  return { reason: password === '' ? line : line.replaceAll(password, '…'), mend: null }
}

/** The same as one text, for a log. */
export const faultOf = (error: unknown, address: BrokerAddress): string => {
  const { reason, mend } = troubleOf(error, address)
  return mend === null ? reason : `${reason}: ${mend}`
}

/** Where a name has several addresses that all refuse us, only the code says so. */
const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
