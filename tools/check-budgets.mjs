// The budgets of the source: prints the figures, fails on the hard limits only.
import { sourceFiles, visit } from './source-files.mjs'

const HARD = { fileLines: 250, functionLines: 60, dependencies: 6, folders: 2 }
const problems = []
const figures = { fileLines: [], functionLines: [], dependencies: [], folders: [] }

const count = (kind, value, where) => {
  figures[kind].push(value)
  if (value > HARD[kind]) problems.push(`${where}: ${value} ${kind}, at most ${HARD[kind]}`)
}

/** A function's own lines: those of the functions inside it count for them alone. */
const countFunctions = ({ path, program, lineOf }) => {
  const open = []
  const enter = (node) => {
    open.push({ from: lineOf(node.start), inner: 0 })
  }
  const exit = (node) => {
    const { from, inner } = open.pop()
    const rest = lineOf(node.end) - from
    count('functionLines', rest + 1 - inner, `${path}:${from}`)
    const outer = open.at(-1)
    if (outer) outer.inner += rest
  }
  visit(program, {
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    'FunctionDeclaration:exit': exit,
    'FunctionExpression:exit': exit,
    'ArrowFunctionExpression:exit': exit,
  })
}

const findForbidden = ({ path, program, lineOf }) => {
  const forbid = (what) => (node) => problems.push(`${path}:${lineOf(node.start)}: ${what}`)
  const unless = (isFine, forbidden) => (node) => isFine(node) || forbidden(node)
  visit(program, {
    TSAnyKeyword: forbid('any'),
    ExportDefaultDeclaration: forbid('default export'),
    TSEnumDeclaration: forbid('enum'),
    TSModuleDeclaration: unless(({ declare }) => declare, forbid('namespace')),
    TSParameterProperty: forbid('parameter property'),
    TSAsExpression: unless(
      ({ expression }) =>
        expression.type !== 'TSAsExpression' ||
        expression.typeAnnotation.type !== 'TSUnknownKeyword',
      forbid('as unknown as'),
    ),
    TSInterfaceDeclaration: ({ id, body }) => {
      if (id.name === 'Deps') count('dependencies', body.body.length, path)
    },
  })
}

for (const file of sourceFiles()) {
  count('fileLines', file.lines, file.path)
  count('folders', file.path.split('/').length - 4, file.path)
  countFunctions(file)
  findForbidden(file)
}

const at = (values, share) => values[Math.min(values.length - 1, Math.floor(values.length * share))]
for (const [kind, aim] of [
  ['fileLines', 'median 30 to 80'],
  ['functionLines', 'at most 30'],
  ['dependencies', 'at most 4'],
  ['folders', 'at most 1'],
]) {
  const values = figures[kind].sort((a, b) => a - b)
  const [median, p90, most] = [at(values, 0.5), at(values, 0.9), values.at(-1)]
  console.log(
    `${kind}: median ${median}, p90 ${p90}, most ${most} (aim: ${aim}; limit ${HARD[kind]})`,
  )
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
const lines = figures.fileLines.reduce((sum, n) => sum + n, 0)
console.log(`${figures.fileLines.length} files, ${lines} lines, all within the limits`)
