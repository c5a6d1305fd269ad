// The sources that the budgets and the import rules speak about, parsed.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { root } from './node-24.mjs'

const isTest = (path) => /\.test\.ts$|\.contract\.ts$|\/testing\/|\/generated\//.test(path)

/** Every source file of packages and apps but tests, testing folders and generated files. */
export const sourceFiles = () =>
  globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !isTest(path))
    .sort()
    .map(parseSource)

/** @param {string} path relative to the repository's root */
const parseSource = (path) => {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, module } = parseSync(path, text)
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return { path, program, module, lines: starts.length, lineOf: lineFinder(starts) }
}

/** The number of the line that holds an offset, from 1. */
const lineFinder = (breaks) => (offset) => {
  let [low, high] = [0, breaks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (breaks[middle] < offset) low = middle + 1
    else high = middle
  }
  return low + 1
}

export const visit = (program, visitors) => new Visitor(visitors).visit(program)
