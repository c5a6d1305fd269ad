/*
 * A use case never imports another one (style.md 3.5): what several need is handed in, as one
 * dependency, by the composition root. A use case is a file of core with an `interface Deps`;
 * other files of core may take its types, never its value.
 *
 * In the web app a feature never imports another one (style.md 3.7): what several need is in `lib`
 * or `ui`, and a page of two features is put together above them.
 */
import { posix } from 'node:path'
import { sourceFiles } from './source-files.mjs'

const sources = sourceFiles()
const core = sources.filter(({ path }) => path.startsWith('packages/core/src/'))
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

const featureOf = (path) => /^apps\/web\/src\/features\/([^/]+)\//.exec(path)?.[1]

const isForeign = (path, name) => {
  const other = name.startsWith('.') && featureOf(posix.join(posix.dirname(path), name))
  return Boolean(other) && other !== featureOf(path)
}

const foreign = sources
  .filter(({ path }) => featureOf(path))
  .flatMap(({ path, module, lineOf }) =>
    takenBy(module)
      .filter(([name]) => isForeign(path, name))
      .map(([name, , start]) => `${path}:${lineOf(start)} takes ${name} of another feature`),
  )

if (problems.length > 0) {
  console.error(problems.join('\n'))
  console.error('A use case takes another one as a dependency: import its type, not its value.')
}
if (foreign.length > 0) {
  console.error(foreign.join('\n'))
  console.error('What several features need is in lib or ui.')
}
if (problems.length + foreign.length > 0) process.exit(1)
console.log(`${useCases.size} use cases and the features of the web app, none imports another`)
