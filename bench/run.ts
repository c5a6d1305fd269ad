// npm run bench [-- figure …] [--quick]: measures what the product promises; see README.md.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Pace } from './figures/figure.ts'
import { flood } from './figures/flood.ts'
import { login } from './figures/login.ts'
import { me } from './figures/me.ts'
import { refresh } from './figures/refresh.ts'
import { scale } from './figures/scale.ts'
import { session } from './figures/session.ts'
import { start } from './figures/start.ts'
import { commit, machine, prependResult, spanOf } from './report/results-file.ts'
import { type Row, table } from './report/row.ts'
import { child, killChildren } from './subject/child.ts'
import { killServers } from './subject/server-process.ts'
import { createSubject, type Subject } from './subject/subject.ts'

const FIGURES = [start, me, session, refresh, scale, flood, login]

const FULL: Pace = {
  rounds: 5,
  cannonSeconds: 3,
  hashSeconds: 20,
  steadySeconds: 5,
  idleSeconds: 10,
  smallUsers: 1000,
  largeUsers: 1_000_000,
}
const QUICK: Pace = {
  ...FULL,
  rounds: 2,
  cannonSeconds: 1,
  hashSeconds: 5,
  steadySeconds: 3,
  idleSeconds: 2,
  largeUsers: 50_000,
}

const say = (line: string): void => void process.stderr.write(line)

/** Makes each installation when it is first asked for. */
const prepare = async (folder: string, pace: Pace): Promise<Bench> => {
  const sink = child(new URL('./subject/mail-sink.ts', import.meta.url))
  const { port } = await sink.hear<{ port: number }>()
  const made = new Map<string, Promise<Subject>>()
  const subject = (name: string, users: number) => () => {
    const known = made.get(name) ?? createSubject(join(folder, name), users, port)
    made.set(name, known)
    return known
  }
  return {
    pace,
    small: subject('small', pace.smallUsers),
    large: subject('large', pace.largeUsers),
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
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const known = FIGURES.map(({ name }) => name)
const unknown = positionals.find((name) => !known.includes(name))
if (unknown !== undefined) {
  say(`There is no figure ${unknown}. There are: ${known.join(', ')}\n`)
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
const startedAt = new Date()
const measured = commit()
const [busyBefore = 0] = loadavg()
try {
  const bench = await prepare(folder, values.quick ? QUICK : FULL)
  const rows = await measure(bench, positionals.length > 0 ? positionals : known)
  const command = ['npm run bench', ...(positionals.length > 0 ? ['--', ...positionals] : [])]
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
  rmSync(folder, { recursive: true, force: true })
}
