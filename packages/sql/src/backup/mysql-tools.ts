import type { ServerAddress } from '../shared/server-url.ts'
import type { ToolCall } from './tool.ts'

/** What a server or a program is: MySQL and MariaDB number their versions apart. */
export interface MysqlVersion {
  readonly isMariaDb: boolean
  /** Major and minor, comparable: 10.11 is 10011. */
  readonly number: number
}

/**
 * Reads `10.11.19-MariaDB-0+deb12u1` and `8.0.36` of servers, and what their programs print, which
 * name a protocol first: `mysqldump  Ver 10.19 Distrib 10.11.19-MariaDB, for …`, `mariadb-dump from
 * 11.4.2-MariaDB, client 10.19 for …` and `mysqldump  Ver 8.0.36 for …`.
 */
export const mysqlVersion = (text: string): MysqlVersion => {
  const found =
    /(?:Distrib|from) (\d+)\.(\d+)/.exec(text) ??
    /Ver (\d+)\.(\d+)/.exec(text) ??
    /^(\d+)\.(\d+)/.exec(text)
  const [, major = '0', minor = '0'] = found ?? []
  return { isMariaDb: /mariadb/i.test(text), number: Number(major) * 1000 + Number(minor) }
}

/** No file of options is read: what the URL says counts, and nothing else. */
const connection = ({ host, port, user, password, ...tls }: ServerAddress, isMariaDb: boolean) => ({
  args: [
    ...['--no-defaults', '--protocol=TCP', `--host=${host}`, `--port=${port}`, `--user=${user}`],
    ...(isMariaDb ? mariaDbTls(tls) : mysqlTls(tls)),
    '--default-character-set=utf8mb4',
  ],
  env: { ...(password !== '' && { MYSQL_PWD: password }) },
})

type Tls = Pick<ServerAddress, 'tls' | 'authorityFile'>

const mysqlTls = ({ tls, authorityFile }: Tls): readonly string[] => [
  `--ssl-mode=${{ disable: 'DISABLED', require: 'REQUIRED', 'verify-full': 'VERIFY_IDENTITY' }[tls]}`,
  ...(authorityFile ? [`--ssl-ca=${authorityFile}`] : []),
]

const mariaDbTls = ({ tls, authorityFile }: Tls): readonly string[] => {
  if (tls === 'disable') return ['--skip-ssl']
  const verify =
    tls === 'verify-full' ? '--ssl-verify-server-cert' : '--skip-ssl-verify-server-cert'
  return ['--ssl', verify, ...(authorityFile ? [`--ssl-ca=${authorityFile}`] : [])]
}

/** They are made anew: in a dump they would name the account that made them. */
const VIEWS = ['active_user_sessions', 'failed_login_summary']

/** A dump of one moment, as statements. */
export const mysqlDump = (
  address: ServerAddress,
  file: string,
  program: string,
  isMariaDb: boolean,
): ToolCall => {
  const { args, env } = connection(address, isMariaDb)
  return {
    program,
    args: [
      ...args,
      ...[
        '--single-transaction',
        '--skip-lock-tables',
        '--quick',
        '--hex-blob',
        '--no-tablespaces',
      ],
      ...VIEWS.map((view) => `--ignore-table=${address.database}.${view}`),
      ...(isMariaDb ? [] : ['--set-gtid-purged=OFF', '--column-statistics=0']),
      ...[`--result-file=${file}`, '--', address.database],
    ],
    env,
  }
}

/** `--binary-mode` also takes away the commands by which a dump could run programs. */
export const mysqlRestore = (
  address: ServerAddress,
  file: string,
  program: string,
  isMariaDb: boolean,
): ToolCall => {
  const { args, env } = connection(address, isMariaDb)
  return { program, args: [...args, '--binary-mode', '--', address.database], env, input: file }
}
