import { readFileSync } from 'node:fs'

/** How the connection is encrypted: not at all, without knowing to whom, or verified. */
export type Tls = 'disable' | 'require' | 'verify-full'

/** A database on a server of its own. */
export interface ServerAddress {
  readonly engine: 'postgres' | 'mysql'
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly tls: Tls
  /** PEM file of the authorities that `verify-full` trusts; null for those of the system. */
  readonly authorityFile: string | null
  /** The URL without its password: fit for messages. */
  readonly shown: string
}

export type ServerUrl =
  | { readonly ok: true; readonly address: ServerAddress }
  | { readonly ok: false; readonly problem: string }

const ENGINES = {
  'postgres:': { engine: 'postgres', port: 5432 },
  'postgresql:': { engine: 'postgres', port: 5432 },
  'mysql:': { engine: 'mysql', port: 3306 },
  'mariadb:': { engine: 'mysql', port: 3306 },
} as const

const TLS = ['disable', 'require', 'verify-full'] as const
const PARAMETERS = ['sslmode', 'ssl', 'sslrootcert']
const refusal = (problem: string): ServerUrl => ({ ok: false, problem })

/** Whether `text` names a database server, well or badly; else it is the path of an SQLite file. */
export const isServerUrl = (text: string): boolean => /^(postgres(ql)?|mysql|mariadb):/i.test(text)

/** The kind of database that a location names. */
export const databaseEngine = (location: string): 'sqlite' | ServerAddress['engine'] => {
  if (!isServerUrl(location)) return 'sqlite'
  return /^postgres/i.test(location) ? 'postgres' : 'mysql'
}

/** Reads `postgres://user:password@host:port/database?sslmode=verify-full` and its like for MySQL. */
export const parseServerUrl = (text: string): ServerUrl => {
  const url = URL.canParse(text) ? new URL(text) : null
  const kind = url && Object.entries(ENGINES).find(([scheme]) => scheme === url.protocol)?.[1]
  if (!url || !kind || !url.hostname || url.hash)
    return refusal('must be a URL such as postgres://user:password@host:5432/latchkey')
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decode)
  if (user == null || password == null || database == null)
    return refusal('has a % that is no escape: write %25 for a % in a user or password')
  if (user === '' || database === '' || database.includes('/'))
    return refusal('must name the user before the host and one database after it')
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (unknown !== undefined)
    return refusal(`has the unknown parameter ${unknown}; known are ${PARAMETERS.join(', ')}`)
  const tls = tlsOf(url.searchParams)
  if (!tls) return refusal(`must have one sslmode of ${TLS.join(', ')}, or ssl=true for the last`)
  const { engine } = kind
  const [host, port] = [url.hostname.replace(/^\[|\]$/g, ''), Number(url.port) || kind.port]
  const authorityFile = url.searchParams.get('sslrootcert') || null
  const shown = `${url.protocol}//${url.username}@${url.hostname}:${port}${url.pathname}`
  return {
    ok: true,
    address: { engine, host, port, user, password, database, tls, authorityFile, shown },
  }
}

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

const tlsOf = (parameters: URLSearchParams): Tls | undefined => {
  const given = [...parameters.getAll('sslmode'), ...parameters.getAll('ssl').map(modeOfFlag)]
  return given.length > 1 ? undefined : TLS.find((mode) => mode === (given[0] ?? 'disable'))
}

const modeOfFlag = (flag: string): string =>
  ({ true: 'verify-full', false: 'disable' })[flag] ?? 'unknown'

/** The options of a TLS socket; undefined without TLS. Reads the file of the authorities. */
export const tlsOptions = ({ tls, authorityFile }: ServerAddress) =>
  tls === 'disable'
    ? undefined
    : {
        rejectUnauthorized: tls === 'verify-full',
        ...(authorityFile && { ca: readFileSync(authorityFile, 'utf8') }),
      }
