/*
 * Proves that the fences bite: in a copy of the repository's skeleton, every forbidden snippet of
 * fence-probes.mjs must be rejected by the tool that guards it, and the control files by none.
 */
import { spawn } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  budgetProbes,
  controls,
  importProbes,
  lintProbes,
  promiseProbes,
  typeProbes,
} from './fence-probes.mjs'
import { root } from './node-24.mjs'

const bin = (name) => join(root, 'node_modules', name)

const guards = {
  biome: {
    probes: lintProbes,
    args: [bin('@biomejs/biome/bin/biome'), 'lint', '--reporter=github', '--max-diagnostics=none'],
  },
  tsc: {
    probes: typeProbes,
    args: [bin('typescript/bin/tsc'), '--pretty', 'false', '-p', 'packages/core/tsconfig.json'],
  },
  oxlint: {
    probes: promiseProbes,
    args: [bin('oxlint/bin/oxlint'), '--type-aware', '-f', 'unix'],
  },
  budgets: { probes: budgetProbes, args: [join('tools', 'check-budgets.mjs')] },
  imports: { probes: importProbes, args: [join('tools', 'check-imports.mjs')] },
}

const write = (tree, path, source) => {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), `${source}\n`)
}

/** The repository without its sources: configuration, manifests and tools. */
const plant = (tree, probes) => {
  const skeleton = globSync(
    [
      '*.json',
      '.oxlintrc.json',
      '.gitignore',
      'biome/*',
      'tools/*.mjs',
      '*/*/{package,tsconfig}.json',
    ],
    { cwd: root, exclude: (name) => name === 'node_modules' },
  )
  for (const path of skeleton) cpSync(join(root, path), join(tree, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
  for (const [path, source] of Object.entries(controls)) write(tree, path, source.trimEnd())
  for (const { path, source } of probes) write(tree, path, source)
}

const ask = (tree, args) =>
  new Promise((settle) => {
    let output = ''
    const child = spawn(process.execPath, args, { cwd: tree })
    const collect = (text) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('close', () => settle(output.replaceAll('\\', '/').split('\n')))
  })

const holesOf = async (name, { probes, args }) => {
  const tree = mkdtempSync(join(tmpdir(), 'latchkey-fence-'))
  try {
    const placed = probes.map(([folder, source, says], n) => ({
      path: `${folder}/${says === 'noImportCycles' ? 'probe-cycle-start' : `probe-${n}`}.ts`,
      source,
      says,
    }))
    plant(tree, placed)
    if (name === 'biome') {
      const back = "import { a } from './probe-cycle-start.ts'\nexport const b = () => a"
      write(tree, 'apps/server/src/session/probe-cycle.ts', back)
    }
    const lines = await ask(tree, args)
    const accepted = placed
      .filter(({ path, says }) => !lines.some((it) => it.includes(path) && it.includes(says)))
      .map(({ path, says, source }) => `${name} accepted (${says}, ${path}):\n${source}`)
    const refused = Object.keys(controls)
      .filter((path) => lines.some((line) => line.includes(path)))
      .map((path) => `${name} refused the control ${path}`)
    const isSilent = accepted.length === placed.length
    return [...accepted, ...refused, ...(isSilent ? [`${name} said:\n${lines.join('\n')}`] : [])]
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

const holes = (
  await Promise.all(Object.entries(guards).map(([name, guard]) => holesOf(name, guard)))
).flat()
if (holes.length > 0) {
  console.error(`the fence has holes:\n${holes.join('\n---\n')}`)
  process.exit(1)
}
const count = Object.values(guards).reduce((sum, { probes }) => sum + probes.length, 0)
console.log(`${count} probes rejected, ${Object.keys(controls).length} controls accepted`)
