// npm run bench [-- figure …] [--quick]: measures what the product promises; see README.md.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { audit } from './figures/audit.ts'
import type { Bench, Pace } from './figures/figure.ts'
import { flood } from './figures/flood.ts'
import { importUsers } from './figures/import.ts'
import { login } from './figures/login.ts'
import { mail } from './figures/mail.ts'
import { me } from './figures/me.ts'
import { refresh, refreshOnServer } from './figures/refresh.ts'
import { scale } from './figures/scale.ts'
import { sendOtp } from './figures/send-otp.ts'
import { session } from './figures/session.ts'
import { sideways } from './figures/sideways.ts'
import { start } from './figures/start.ts'
import { stats } from './figures/stats.ts'
import { commit, machine, prependResult, spanOf } from './report/results-file.ts'
import { type Row, table } from './report/row.ts'
import { killChildren } from './subject/child.ts'
import { killServers } from './subject/server-process.ts'
import { startSink } from './subject/sink.ts'
import { createSubject, type Subject } from './subject/subject.ts'

const FIGURES = [
  ...[start, me, session, refresh, scale, flood, login],
  ...[refreshOnServer, sideways, sendOtp, mail, audit, importUsers, stats],
]

const FULL: Pace = {
  rounds: 5,
  cannonSeconds: 3,
  hashSeconds: 20,
  steadySeconds: 5,
  idleSeconds: 10,
  smallUsers: 1000,
  largeUsers: 1_000_000,
  importedUsers: 100_000,
}
const QUICK: Pace = {
  ...FULL,
  rounds: 2,
  cannonSeconds: 1,
  hashSeconds: 5,
  steadySeconds: 3,
  idleSeconds: 2,
  largeUsers: 50_000,
  importedUsers: 10_000,
}

const databases: ServerDatabase[] = []

const aDatabase = async (): Promise<string> => {
  const database = await createServerDatabase('PostgreSQL')
  databases.push(database)
  return database.url
}

const say = (line: string): void => void process.stderr.write(line)

/** Makes each installation when it is first asked for. */
const prepare = async (folder: string, pace: Pace): Promise<Bench> => {
  const { url: smtpUrl } = await startSink()
  const made = new Map<string, Promise<Subject>>()
  const subject = (name: string, users: number, databaseUrl?: () => Promise<string>) => () => {
    const make = async () => {
      const database = databaseUrl && { databaseUrl: await databaseUrl() }
      return createSubject({ folder: join(folder, name), users, smtpUrl, ...database })
    }
    const known = made.get(name) ?? make()
    made.set(name, known)
    return known
  }
  return {
    pace,
    small: subject('small', pace.smallUsers),
    large: subject('large', pace.largeUsers),
    onServer: (figure) => subject(figure, pace.smallUsers, aDatabase)(),
  }
}

const measure = async (bench: Bench, names: readonly string[]): Promise<Row[]> => {
  const rows: Row[] = []
  for (const figure of FIGURES.filter(({ name }) => names.includes(name))) {
    say(`${figure.name} `)
    rows.push(...(await figure.measure(bench)))
    say('\n')
  }
  return rows
}

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    // For `import`: the million that is promised takes its time.
    imported: { type: 'string' },
  },
  allowPositionals: true,
})
const known = FIGURES.map(({ name }) => name)
const unknown = positionals.find((name) => !known.includes(name))
if (unknown !== undefined) {
  say(`There is no figure ${unknown}. There are: ${known.join(', ')}\n`)
  process.exit(1)
}

const paceOf = ({ quick, imported }: typeof values): Pace => ({
  ...(quick ? QUICK : FULL),
  ...(imported !== undefined && { importedUsers: Number(imported) }),
})

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const startedAt = new Date()
const measured = commit()
const [busyBefore = 0] = loadavg()
try {
  const bench = await prepare(folder, paceOf(values))
  const rows = await measure(bench, positionals.length > 0 ? positionals : known)
  const args = process.argv.slice(2)
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])]
  console.log(table(rows))
  if (!values.quick)
    prependResult(
      [
        `## ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${spanOf(measured, commit())}`,
        `\`${command.join(' ')}\` on ${machine()}; load average before the run ${busyBefore.toFixed(1)}`,
        `${table(rows)}\n`,
      ].join('\n\n'),
    )
} finally {
  killServers()
  killChildren()
  await Promise.all(databases.map((database) => database.drop()))
  rmSync(folder, { recursive: true, force: true })
}
