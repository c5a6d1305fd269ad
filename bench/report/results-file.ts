import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'

const FILE = new URL('../RESULTS.md', import.meta.url)
const HEAD = `# What \`npm run bench\` measured

Newest first; good or bad. A ratio compares with a floor of the same run. See the README of this folder.
`

/** The machine in a line, without its name. */
export const machine = (): string => {
  const [cpu] = cpus()
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} × ${cpu?.model.trim() ?? 'unknown'}, ${gibibytes} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: new URL('.', FILE), encoding: 'utf8' }).trim()

/** The commit that is measured, and whether the sources differ from it. */
export const commit = (): string => {
  const isChanged = git('status', '--porcelain', '--', '../apps', '../packages') !== ''
  return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' with changes' : ''}`
}

/** What a run measured: servers that started later may have run what was committed meanwhile. */
export const spanOf = (before: string, after: string): string =>
  before === after ? before : `${before}, changed during the run to ${after}`

/** Puts a section in front of the older ones. */
export const prependResult = (section: string): void => {
  const older = existsSync(FILE) ? readFileSync(FILE, 'utf8').slice(HEAD.length) : ''
  writeFileSync(FILE, `${HEAD}\n${section}\n${older}`)
}
