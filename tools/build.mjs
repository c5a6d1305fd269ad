// Nothing is compiled or packed yet: the server runs its sources. Proves that they would load.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './node-24.mjs'

const { status } = spawnSync(process.execPath, [join(root, 'tools', 'check.mjs'), 'types'], {
  stdio: 'inherit',
})
console.log(
  'Nothing to build yet: Node 24 runs the TypeScript sources as they are. The web app and the packages to publish come with later releases.',
)
process.exitCode = status ?? 1
