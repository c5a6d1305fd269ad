/*
 * node tools/check-flows.mjs [--write]
 *
 * Every table `| file | lines | what happens here |` in docs/flows is one flow, named by the
 * heading above it. Its files must exist and its counts be right (--write sets them), and the flow
 * must stay within what somebody can read in one go (style.md 3.6).
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from './node-24.mjs'

const AIM = { files: 9, folders: 5, lines: 400 }
const HARD = { files: 12, folders: 7, lines: 700 }
const atItsAim = /^(register|login|refresh)\b/i
const row = /^\|\s*(?:\[`?([^\]`]+)`?\]\(([^)]+)\)|`([^`]+)`)\s*\|\s*(\d*)\s*\|(.*)$/

const problems = []
let flowCount = 0

const linesOf = (path) => readFileSync(join(root, path), 'utf8').split('\n').length - 1

/** The repository path that a row of the table names, by link or by name. */
const pathIn = (document, [, , link, name]) =>
  link ? posix.normalize(posix.join(posix.dirname(document), link)) : name

const judge = (document, name, files) => {
  flowCount += 1
  const paths = [...files.keys()]
  const found = {
    files: paths.length,
    folders: new Set(paths.map((path) => dirname(path))).size,
    lines: [...files.values()].reduce((sum, n) => sum + n, 0),
  }
  const limit = atItsAim.test(posix.basename(document)) ? AIM : HARD
  for (const [kind, value] of Object.entries(found)) {
    if (value > limit[kind]) {
      problems.push(`${document}, ${name}: ${value} ${kind}, at most ${limit[kind]}`)
    }
  }
  console.log(
    `${document}, ${name}: ${found.files} files, ${found.folders} folders, ${found.lines} lines`,
  )
}

const checkRow = (document, match, files) => {
  const path = pathIn(document, match)
  if (!existsSync(join(root, path))) {
    problems.push(`${document}: ${path} does not exist`)
    return match[0]
  }
  const lines = linesOf(path)
  files.set(path, lines)
  if (match[4] === String(lines)) return match[0]
  if (!process.argv.includes('--write')) {
    problems.push(`${document}: ${path} has ${lines} lines, not ${match[4] || 'none'}`)
  }
  return match[0].replace(/\|\s*\d*\s*\|/, `| ${lines} |`)
}

const checkDocument = (document) => {
  const text = readFileSync(join(root, document), 'utf8')
  let [heading, files] = [document, null]
  const mended = text.split('\n').map((line) => {
    heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading
    if (/^\|\s*file\s*\|\s*lines\s*\|/i.test(line)) {
      files = new Map()
      return line
    }
    const match = files && row.exec(line)
    if (match) return checkRow(document, match, files)
    if (files && !line.startsWith('|')) {
      judge(document, heading, files)
      files = null
    }
    return line
  })
  if (files) judge(document, heading, files)
  if (process.argv.includes('--write')) writeFileSync(join(root, document), mended.join('\n'))
}

for (const document of globSync('docs/flows/*.md', { cwd: root }).sort()) {
  checkDocument(document.replaceAll('\\', '/'))
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${flowCount} flows, each short enough to read in one go`)
