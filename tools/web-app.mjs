// Builds apps/web into apps/web/dist. Runs itself on any Node >= 18 and needs no packages.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, root } from './node-24.mjs'

const folder = join(root, 'apps', 'web')
const dist = join(folder, 'dist')
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')

/** Whether Vite is here: an installation without development packages comes with what it built. */
const canBuild = () => existsSync(vite)

/** Whether every file is as it was when it was built from (apps/web/build/built-from.ts). */
const isUpToDate = () => {
  try {
    const states = JSON.parse(readFileSync(join(dist, 'built-from.json'), 'utf8'))
    return Object.entries(states).every(
      ([path, changedAt]) => statSync(join(root, path)).mtimeMs === changedAt,
    )
  } catch {
    return false
  }
}

const runVite = (target) =>
  new Promise((settle) => {
    const args = [vite, 'build', folder, '--outDir', target, '--emptyOutDir', '--logLevel', 'warn']
    const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' }
    const child = spawn(findNode(), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    child.on('error', (error) => settle(error.message))
    // Where in Vite it happened tells nobody anything.
    const reason = () => output.split(/\n\s+at /, 1)[0].trim()
    child.on('close', (code) => settle(code === 0 ? null : reason() || `it ended with ${code}`))
  })

/** Puts a finished folder in the place of the present one, which another process may just do too. */
const putInPlace = (finished) => {
  const aside = `${finished}-old`
  for (let tries = 0; ; tries++) {
    try {
      if (existsSync(dist)) renameSync(dist, aside)
      renameSync(finished, dist)
      return rmSync(aside, { recursive: true, force: true })
    } catch (error) {
      if (tries === 9) throw error
      rmSync(aside, { recursive: true, force: true })
    }
  }
}

/** Builds the web app; the reason when that fails, and then what was there before stays. */
export const buildWebApp = async () => {
  const target = join(folder, `dist-${process.pid}`)
  try {
    const problem = await runVite(target)
    if (problem === null) putInPlace(target)
    return problem
  } catch (error) {
    return error.message
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}

/**
 * Builds the web app when its sources changed. A failure is told and stops nothing: the API works
 * without it, and who signs in by it must not wait for a page that does not compile.
 */
export const bringWebAppUpToDate = async () => {
  if (isUpToDate() || !canBuild()) return
  process.stderr.write('Building the web app, once…\n')
  const problem = await buildWebApp()
  if (problem === null) return
  const instead = existsSync(dist) ? 'The earlier build is served' : 'Pages answer 503'
  process.stderr.write(`The web app could not be built: ${problem}\n${instead}; the API works.\n`)
}
