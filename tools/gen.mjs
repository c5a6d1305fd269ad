// Runs every generator in tools/gen, in the order of their names.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node-24.mjs'

const folder = join(root, 'tools', 'gen')
const generators = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  : []

for (const name of generators.sort()) {
  const { status } = spawnSync(process.execPath, [join(folder, name)], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) {
    console.error(`tools/gen/${name} failed`)
    process.exit(status ?? 1)
  }
}
console.log(`${generators.length} generators ran`)
