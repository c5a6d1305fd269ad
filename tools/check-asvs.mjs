/*
 * node tools/check-asvs.mjs
 *
 * Every line of docs/asvs.md that we must keep (M) or keep (+) has tests that exist, a written
 * exception or the issue that will bring it in docs/asvs-trace.yaml; so has every test that
 * docs/threat-model.md names.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from './node-24.mjs'

const problems = []
const read = (path) => readFileSync(join(root, path), 'utf8')

const files = new Map()
const textOf = (path) => {
  if (!files.has(path)) files.set(path, existsSync(join(root, path)) ? read(path) : null)
  return files.get(path)
}

/** Whether a test of this very title stands in the file, and is not left out. */
const checkTest = (where, path, title) => {
  const text = path.endsWith('.test.ts') ? textOf(path) : null
  if (text === null) return problems.push(`${where}: there is no test file ${path}`)
  const literal = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const call = new RegExp(`(\\w+)?\\(\\s*(['"\`])${literal}\\2\\s*,`).exec(text)
  if (!call) problems.push(`${where}: ${path} has no test “${title}”`)
  else if (call[1] === 'skip' || call[1] === 'todo')
    problems.push(`${where}: “${title}” of ${path} is left out`)
}

const required = new Map()
for (const [, number, , use] of read('docs/asvs.md').matchAll(/^\| ([\d.]+) \| (\d) \| (.) \|/gm)) {
  if (required.has(number)) problems.push(`docs/asvs.md: ${number} stands there twice`)
  required.set(number, use)
}

const KINDS = new Set(['tests', 'exception', 'planned'])
const PLANNED = /^(issue \d+|later issue)$/
const counts = { tests: 0, exception: 0, planned: 0 }
const trace = parse(read('docs/asvs-trace.yaml'), { uniqueKeys: true })
for (const [number, entry] of Object.entries(trace)) {
  const where = `docs/asvs-trace.yaml, ${number}`
  if (!required.has(number)) problems.push(`${where}: docs/asvs.md has no such number`)
  const kinds = Object.keys(entry ?? {})
  for (const kind of kinds) {
    if (!KINDS.has(kind)) problems.push(`${where}: “${kind}” means nothing`)
  }
  if (kinds.length === 0) problems.push(`${where}: neither tests, nor exception, nor planned`)
  if (kinds[0] in counts) counts[kinds[0]] += 1
  if ('planned' in (entry ?? {}) && !PLANNED.test(entry.planned)) {
    problems.push(`${where}: planned is “issue <number>” or “later issue”`)
  }
  if ('exception' in (entry ?? {}) && !(entry.exception?.length > 30)) {
    problems.push(`${where}: an exception is a sentence`)
  }
  const named = Object.entries(entry?.tests ?? {})
  if ('tests' in (entry ?? {}) && named.length === 0) problems.push(`${where}: no tests`)
  for (const [path, titles] of named) {
    if (!(titles?.length > 0)) problems.push(`${where}: no title in ${path}`)
    for (const title of titles ?? []) checkTest(where, path, title)
  }
}
for (const number of required.keys()) {
  if (!(number in trace)) problems.push(`docs/asvs-trace.yaml: ${number} is missing`)
}

// “title” ([file](../path)) is how the threat model names a test.
let named = 0
const model = read('docs/threat-model.md')
for (const [, title, path] of model.matchAll(/“([^”]+)” \(\[[^\]]*\]\(\.\.\/([^)]+)\)\)/g)) {
  named += 1
  checkTest('docs/threat-model.md', path, title)
}
if (named < 10) problems.push('docs/threat-model.md names hardly a test')

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
const { tests, exception, planned } = counts
console.log(
  `${required.size} lines of ASVS: ${tests} with tests, ${exception} by exception alone, ${planned} planned; ${named} tests in the threat model`,
)
