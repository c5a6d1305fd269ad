import { execFileSync } from 'node:child_process'
import { chownSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { talk } from '../raw-socket.ts'
import { aFolder } from '../server.ts'
import { findProgram, type OwnService, ownService } from './own-service.ts'
import { steadyPort } from './steady-port.ts'

/** PostgreSQL runs as anybody but root. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

/** Debian keeps the server's programs out of the path. */
const FOLDERS = [17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin`)
const INITDB = findProgram('initdb', FOLDERS)
const POSTGRES = findProgram('postgres', FOLDERS)
const SETPRIV = isRoot ? findProgram('setpriv') : null

export const canRunPostgres = INITDB !== null && POSTGRES !== null && (!isRoot || SETPRIV !== null)

/** A PostgreSQL server of the test's own, on its own port; what it keeps outlives its process. */
export interface PostgresNode extends OwnService {
  readonly url: string
  readonly folder: string
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

/** The program and its arguments, run as nobody when we are root. */
const asNobody = (program: string, args: readonly string[]): readonly [string, string[]] =>
  SETPRIV === null
    ? [program, [...args]]
    : [SETPRIV, [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', program, ...args]]

/** It answers a request for TLS with a byte; nobody else does. */
const isUp = async (port: number): Promise<boolean> => {
  const question = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
  const answer = await talk(port, [question], { silenceMs: 200 }).catch(() => '')
  return /^[NS]/.test(answer)
}

/** Where a server that takes nothing but TLS has its certificate, for `localhost`. */
export const certificateOf = (folder: string): string => join(folder, 'certificate.pem')

const takeTlsOnly = (folder: string, cluster: string): readonly string[] => {
  const [key, certificate] = [join(folder, 'key.pem'), certificateOf(folder)]
  const made = ['-x509', '-nodes', '-newkey', 'rsa:2048', '-days', '2', '-subj', '/CN=localhost']
  const into = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate]
  execFileSync('openssl', ['req', ...made, ...into], { stdio: 'ignore' })
  writeFileSync(join(cluster, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 trust\n')
  if (isRoot) chownSync(key, NOBODY, NOBODY)
  return ['ssl=on', `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`]
}

/** Makes one that is not running yet, with an empty database; with `tls` it takes nothing else. */
export const postgresNode = async ({ tls = false } = {}): Promise<PostgresNode> => {
  if (INITDB === null || POSTGRES === null) throw new Error('PostgreSQL is not installed')
  const folder = aFolder()
  if (isRoot) chownSync(folder, NOBODY, NOBODY)
  const cluster = join(folder, 'cluster')
  const make = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N']
  const [program, args] = asNobody(INITDB, make)
  execFileSync(program, args, { cwd: folder, stdio: 'ignore' })
  const port = await steadyPort()
  const settings = [
    ...['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories='],
    ...(tls ? takeTlsOnly(folder, cluster) : []),
  ]
  const flags = settings.flatMap((setting) => ['-c', setting])
  const [path, serverArgs] = asNobody(POSTGRES, ['-D', cluster, '-p', String(port), ...flags])
  const node = ownService({
    path,
    args: serverArgs,
    env: {},
    cwd: folder,
    isReady: () => isUp(port),
    // SIGTERM would wait until every client has left.
    stopSignal: 'SIGINT',
  })
  return {
    ...node,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    folder,
    remove: async () => {
      await node.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
