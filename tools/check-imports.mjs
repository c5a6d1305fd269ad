/*
 * A use case never imports another one (style.md 3.5): what several need is handed in, as one
 * dependency, by the composition root. A use case is a file of core with an `interface Deps`;
 * other files of core may take its types, never its value.
 */
import { posix } from 'node:path'
import { sourceFiles } from './source-files.mjs'

const core = sourceFiles().filter(({ path }) => path.startsWith('packages/core/src/'))
const declaresDeps = ({ program }) =>
  program.body.some((node) =>
    [node, node.declaration].some(
      (it) => it?.type === 'TSInterfaceDeclaration' && it.id.name === 'Deps',
    ),
  )
const useCases = new Set(core.filter(declaresDeps).map(({ path }) => path))

const importsUseCase = (path, name, entries) =>
  useCases.has(posix.join(posix.dirname(path), name)) &&
  (entries.length === 0 || entries.some(({ isType }) => !isType))

/** Both `import … from` and `export … from`, as [module, its names, where]. */
const takenBy = ({ staticImports, staticExports }) => [
  ...staticImports.map((it) => [it.moduleRequest.value, it.entries, it.start]),
  ...staticExports.flatMap(({ entries, start }) =>
    entries.filter((it) => it.moduleRequest).map((it) => [it.moduleRequest.value, [it], start]),
  ),
]

const problems = core
  .filter(({ path }) => path !== 'packages/core/src/index.ts')
  .flatMap(({ path, module, lineOf }) =>
    takenBy(module)
      .filter(([name, entries]) => importsUseCase(path, name, entries))
      .map(([name, , start]) => `${path}:${lineOf(start)} takes the use case ${name}`),
  )

if (problems.length > 0) {
  console.error(problems.join('\n'))
  console.error('A use case takes another one as a dependency: import its type, not its value.')
  process.exit(1)
}
console.log(`${useCases.size} use cases, none imports another`)
