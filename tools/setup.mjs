/*
 * node tools/setup.mjs [node flags] [file [arguments]]
 *
 * Installs what package-lock.json names, when it is not there yet, builds the web app when a server
 * is to start and its sources changed, and then runs `file` on the repository's Node 24. Runs itself on any Node >= 18 and needs no packages.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { giveUp, root, runOnNode24 } from './node-24.mjs'
import { bringWebAppUpToDate } from './web-app.mjs'

const lockFile = join(root, 'package-lock.json')
const stampFile = join(root, 'node_modules', '.set-up-from')
const arguments_ = process.argv.slice(2)
const APPS = ['apps/server/src/cli.ts', 'apps/mailer/src/main.ts']

const isSetUp = (lock) => existsSync(stampFile) && readFileSync(stampFile).equals(lock)

/** Whether npm has put everything in place already, by this script or by hand. */
const isInstalled = (lock, { development }) => {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const mayLack = (entry) => entry.optional || entry.devOptional || (entry.dev && !development)
  return Object.entries(JSON.parse(lock.toString('utf8')).packages).every(
    ([path, entry]) =>
      path === '' ||
      (present[path]
        ? present[path].version === entry.version && present[path].integrity === entry.integrity
        : mayLack(entry)),
  )
}

const npmCommand = () => {
  const cli = process.env.npm_execpath
  // npm_node_execpath is the Node npm runs on: ours is about to be replaced.
  if (cli?.endsWith('npm-cli.js')) return [process.env.npm_node_execpath ?? process.execPath, [cli]]
  return process.platform === 'win32' ? ['npm.cmd', []] : ['npm', []]
}

const install = () =>
  new Promise((settle) => {
    const [command, first] = npmCommand()
    const flags = ['ci', '--ignore-scripts', '--loglevel=error', '--include=dev']
    const npm = spawn(command, [...first, ...flags], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: command.endsWith('.cmd'),
    })
    let errors = ''
    npm.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text
    })
    npm.on('error', (error) => settle(`npm could not be started: ${error.message}`))
    npm.on('close', (code) => settle(code === 0 ? null : firstErrors(errors)))
  })

const firstErrors = (text) => {
  const lines = text
    .split('\n')
    .filter((line) => /^npm (ERR!|error) (?!code|A complete)/.test(line))
  return lines
    .slice(0, 2)
    .map((line) => line.replace(/^npm (ERR!|error) /, ''))
    .join('; ')
}

const setUp = async () => {
  const lock = readFileSync(lockFile)
  if (isSetUp(lock)) return
  // The apps run without the development packages, as in an image made by npm ci --omit=dev.
  if (!isInstalled(lock, { development: !arguments_.some((file) => APPS.includes(file)) })) {
    process.stderr.write('Installing dependencies, once…')
    const tick = process.stderr.isTTY ? setInterval(() => process.stderr.write('.'), 1000) : null
    const problem = await install()
    clearInterval(tick)
    process.stderr.write('\n')
    if (problem !== null) {
      giveUp(`Installing failed: ${problem || 'npm gave no reason'}. Try: npm ci --ignore-scripts`)
    }
  }
  if (isInstalled(lock, { development: true })) writeFileSync(stampFile, lock)
}

const startsServer = () => {
  const at = arguments_.indexOf(APPS[0])
  return at >= 0 && arguments_[at + 1] === 'start'
}

await setUp()
if (startsServer()) await bringWebAppUpToDate()
if (arguments_.length > 0) await runOnNode24(arguments_)
