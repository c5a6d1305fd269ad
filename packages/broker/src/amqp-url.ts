/** A broker, as `AMQP_URL` names it. */
export interface BrokerAddress {
  readonly tls: boolean
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** As it stands in the URL: percent-encoded, empty for the default one. */
  readonly vhost: string
  /** PEM file of the authorities to trust; null for those of the system. */
  readonly authorityFile: string | null
  /** The URL without its password: fit for messages. */
  readonly shown: string
}

export type AmqpUrl =
  | { readonly ok: true; readonly address: BrokerAddress }
  | { readonly ok: false; readonly problem: string }

const PORTS: Readonly<Record<string, number>> = { 'amqp:': 5672, 'amqps:': 5671 }
const PARAMETERS = ['cacertfile']
const refusal = (problem: string): AmqpUrl => ({ ok: false, problem })

/**
 * Reads `amqp://user:password@host:port/vhost`, or `amqps:` for TLS with a checked certificate, as
 * RabbitMQ's URI specification has them. Without a user it is guest.
 */
export const parseAmqpUrl = (text: string): AmqpUrl => {
  const url = URL.canParse(text) ? new URL(text) : null
  const usualPort = PORTS[url?.protocol ?? '']
  if (!url || usualPort === undefined || !url.hostname || url.hash || url.port === '0')
    return refusal('must be a URL such as amqp://user:password@localhost:5672')
  const [user, password, vhost] = [url.username, url.password, url.pathname.slice(1)].map(decode)
  if (user == null || password == null || vhost == null)
    return refusal('has a % that is no escape: write %25 for a % in a user or password')
  if (url.pathname.slice(1).includes('/'))
    return refusal('must end after the virtual host; write %2F for a / in its name')
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (unknown !== undefined)
    return refusal(`has the unknown parameter ${unknown}; known is ${PARAMETERS.join(', ')}`)
  const tls = url.protocol === 'amqps:'
  const authorityFile = url.searchParams.get('cacertfile') || null
  if (authorityFile !== null && !tls)
    return refusal('has a cacertfile, which takes amqps: to be of use')
  const port = Number(url.port) || usualPort
  return {
    ok: true,
    address: {
      ...{ tls, host: url.hostname.replace(/^\[|\]$/g, ''), port, authorityFile },
      ...(user === '' && password === '' ? GUEST : { user, password }),
      vhost: url.pathname.slice(1),
      shown: `${url.protocol}//${url.username || GUEST.user}@${url.hostname}:${port}${url.pathname}`,
    },
  }
}

const GUEST = { user: 'guest', password: 'guest' }

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
