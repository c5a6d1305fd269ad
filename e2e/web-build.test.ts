import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const plugins = `${ROOT}apps/web/build`

/** A page with one script, built by Vite and what we add to it. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-build-'))
  symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'))
  put('index.html', '<script type="module" src="/main.ts"></script>')
  put(
    'vite.config.mjs',
    `import { builtFrom } from '${plugins}/built-from.ts'
import { compressed } from '${plugins}/compressed.ts'
export default { plugins: [compressed(), builtFrom()] }`,
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const build = () => {
  const args = [`${ROOT}node_modules/vite/bin/vite.js`, 'build', folder]
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
}

test('a source that does not compile is what the error is about', () => {
  put('main.ts', 'const = broken')
  const { status, stdout, stderr } = build()
  expect(status).not.toBe(0)
  expect(stdout + stderr).toContain('main.ts')
  expect(stdout + stderr).not.toContain('ENOENT')
})

test('a file is packed twice when that is worth it, and unpacks to itself', () => {
  put('main.ts', `document.title = '${'the same again '.repeat(200)}'`)
  const { status, stderr } = build()
  expect(status, stderr).toBe(0)
  const assets = join(folder, 'dist', 'assets')
  const [script = ''] = readdirSync(assets).filter((name) => name.endsWith('.js'))
  const plain = readFileSync(join(assets, script))
  expect(brotliDecompressSync(readFileSync(join(assets, `${script}.br`)))).toEqual(plain)
  expect(gunzipSync(readFileSync(join(assets, `${script}.gz`)))).toEqual(plain)
  const states = JSON.parse(readFileSync(join(folder, 'dist', 'built-from.json'), 'utf8'))
  expect(Object.keys(states)).toContain('package-lock.json')
})
