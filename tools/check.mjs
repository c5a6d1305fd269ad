// node tools/check.mjs [part …]: everything that can be said about the tree without running it.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { root } from './node-24.mjs'

const bin = (name) => join(root, 'node_modules', name)
const tool = (name) => [join('tools', name)]
const tsc = bin('typescript/bin/tsc')
const projects = globSync('{packages,apps}/*/tsconfig*.json', { cwd: root })

const parts = {
  fence: [tool('prove-fence.mjs')],
  types: ['tsconfig.json', ...projects].map((project) => [tsc, '-p', project]),
  style: [[bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']],
  promises: [[bin('oxlint/bin/oxlint'), '--type-aware', '-f', 'unix']],
  unused: [[bin('knip/bin/knip.js'), '--no-progress']],
  imports: [tool('check-imports.mjs')],
  budgets: [tool('check-budgets.mjs')],
  flows: [tool('check-flows.mjs')],
  asvs: [tool('check-asvs.mjs')],
  links: [tool('check-links.mjs')],
  lockfile: [tool('lockfile.mjs')],
}

const run = (args) =>
  new Promise((settle) => {
    let output = ''
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.on('error', (error) => settle({ ok: false, output: error.message }))
    child.on('close', (code) => settle({ ok: code === 0, output: output.trim() }))
  })

const report = (name, results, seconds) => {
  const failed = results.filter(({ ok }) => !ok)
  const ours = parts[name][0][0].startsWith('tools')
  const remark = failed.length === 0 && ours ? results.at(-1).output.split('\n').at(-1) : ''
  console.log(`${failed.length > 0 ? 'FAIL' : 'ok  '}  ${name.padEnd(9)} ${seconds} s  ${remark}`)
  for (const { output } of failed) console.log(`${output.replace(/^/gm, '      ')}\n`)
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in parts))
if (unknown) {
  console.error(`no such part: ${unknown}. There are: ${Object.keys(parts).join(', ')}`)
  process.exit(1)
}
const queue = Object.keys(parts).filter((name) => wanted.length === 0 || wanted.includes(name))

const worker = async () => {
  for (let name = queue.shift(); name; name = queue.shift()) {
    const start = performance.now()
    const results = []
    for (const args of parts[name]) results.push(await run(args))
    report(name, results, ((performance.now() - start) / 1000).toFixed(1))
    if (results.some(({ ok }) => !ok)) process.exitCode = 1
  }
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker))
