import { type Kysely, sql } from 'kysely'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { serverAddress } from '../shared/open-server.ts'
import { DatabaseProblem } from '../shared/problems.ts'
import { mysqlDump, mysqlRestore, mysqlVersion } from './mysql-tools.ts'
import { pgDump, pgRestore, postgresMajor } from './postgres-tools.ts'
import { type Environment, runTool, shownCall, type ToolCall } from './tool.ts'

interface Task {
  readonly url: string
  readonly file: string
  readonly purpose: 'dump' | 'restore'
  readonly environment: Environment
}

/**
 * The program of the database's makers that fits its server, called for the task. Throws a
 * DatabaseProblem when it is missing, with the call to make elsewhere, and when it does not fit.
 */
export const toolFor = async (task: Task): Promise<ToolCall> => {
  const version = await openForMigration(task.url, versionOf)
  return serverAddress(task.url).engine === 'postgres'
    ? postgresTool(task, version)
    : mysqlTool(task, version)
}

const versionOf = async (db: Kysely<unknown>): Promise<string> => {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  return (rows[0]?.version ?? '').replace(/^PostgreSQL /, '')
}

const printed = (program: string, environment: Environment): Promise<string | null> =>
  runTool({ program, args: ['--version'], env: {} }, environment)

const postgresTool = async (task: Task, server: string): Promise<ToolCall> => {
  const { purpose, url, file, environment } = task
  const make = purpose === 'dump' ? pgDump : pgRestore
  const wanted = make(serverAddress(url), file, postgresMajor(server))
  const version = await printed(wanted.program, environment)
  if (version === null) throw missing(wanted, `the PostgreSQL client ${postgresMajor(server)}`)
  if (postgresMajor(version) < postgresMajor(server))
    throw tooOld(wanted, postgresMajor(version), `PostgreSQL ${postgresMajor(server)}`)
  return make(serverAddress(url), file, postgresMajor(version))
}

const PROGRAMS = {
  dump: { mariaDb: ['mariadb-dump', 'mysqldump'], mysql: ['mysqldump'], make: mysqlDump },
  restore: { mariaDb: ['mariadb', 'mysql'], mysql: ['mysql'], make: mysqlRestore },
} as const

const mysqlTool = async (task: Task, serverText: string): Promise<ToolCall> => {
  const { purpose, url, file, environment } = task
  const { isMariaDb, number } = mysqlVersion(serverText)
  const { mariaDb, mysql, make } = PROGRAMS[purpose]
  const programs = isMariaDb ? mariaDb : mysql
  const name = `${isMariaDb ? 'MariaDB' : 'MySQL'} ${shownNumber(number)}`
  for (const program of programs) {
    const version = await printed(program, environment)
    if (version === null) continue
    const call = make(serverAddress(url), file, program, isMariaDb)
    const found = mysqlVersion(version)
    if (found.isMariaDb !== isMariaDb)
      throw new DatabaseProblem(
        `${program} on this machine is that of ${found.isMariaDb ? 'MariaDB' : 'MySQL'}, and the ` +
          `server is ${name}. ${elsewhere(call, `the client of ${name}`)}`,
      )
    if (found.number < number) throw tooOld(call, shownNumber(found.number), name)
    return call
  }
  throw missing(make(serverAddress(url), file, programs[0], isMariaDb), `the client of ${name}`)
}

const shownNumber = (number: number): string => `${Math.floor(number / 1000)}.${number % 1000}`

const elsewhere = (call: ToolCall, what: string): string =>
  `Install ${what}, or run elsewhere:\n\n  ${shownCall(call)}`

const missing = (call: ToolCall, what: string): DatabaseProblem =>
  new DatabaseProblem(`${call.program} is not installed here. ${elsewhere(call, what)}`)

const tooOld = (call: ToolCall, version: string | number, server: string): DatabaseProblem =>
  new DatabaseProblem(
    `${call.program} ${version} is older than the server, ${server}. ` +
      elsewhere(call, `the client of ${server}`),
  )
