// Checks the types and builds the web app. The servers run their sources as they are.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './node-24.mjs'
import { buildWebApp } from './web-app.mjs'

const { status } = spawnSync(process.execPath, [join(root, 'tools', 'check.mjs'), 'types'], {
  stdio: 'inherit',
})
const problem = await buildWebApp()
console.log(
  problem === null
    ? 'Built the web app into apps/web/dist. Server and mail worker need no build: Node 24 runs their TypeScript sources as they are.'
    : `The web app could not be built: ${problem}`,
)
process.exitCode = problem === null ? (status ?? 1) : 1
