// Finds the Node that everything runs on. Runs itself on any Node >= 18 and needs no packages.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const isNew = Number(process.versions.node.split('.')[0]) >= 24
const target = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

/** Node 24 from this repository's packages, else a system Node >= 24, else null. */
export const findNode = () => {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const packaged = join(root, 'node_modules', `node-${target}`, 'bin', name)
  if (existsSync(packaged)) return packaged
  return isNew ? process.execPath : null
}

/** Says in one line what is wrong, and ends. */
export const giveUp = (message) => {
  console.error(message)
  process.exit(1)
}

/**
 * Runs `[node flags] file [arguments]` on Node 24; in this very process when that is one already,
 * so that nothing stands between the caller's signals and the program.
 */
export const runOnNode24 = async (args) => {
  const node = findNode()
  if (!node) {
    giveUp(
      `Latchkey needs Node 24: there is no packaged one for ${target}, and the system's is ${process.versions.node}. Install Node 24 or newer and run this again.`,
    )
  }
  const flagCount = args.findIndex((arg) => !arg.startsWith('-'))
  const [file, ...rest] = args.slice(flagCount)
  const path = resolve(root, file)
  if (!existsSync(path)) giveUp(`${file} does not exist.`)
  // Compiled code is kept for the next start. Not for tests: it makes coverage less exact.
  const cache = file.startsWith('apps/') ? join(root, 'node_modules', '.cache', 'compiled') : null
  if (flagCount > 0 || realpathSync(node) !== realpathSync(process.execPath))
    return replaceBy(node, [...process.execArgv, ...args.slice(0, flagCount), path, ...rest], cache)

  if (cache) (await import('node:module')).default.enableCompileCache(cache)
  endWithParent(() => process.kill(process.pid, 'SIGTERM'))
  process.argv = [process.execPath, path, ...rest]
  await import(pathToFileURL(path).href)
}

/** A signal to npm ends npm and its shell, but does not reach us: we follow them. */
const endWithParent = (end) => {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    end()
  }, 200)
  watch.unref()
}

/** The nearest thing to exec: same streams, same signals, same end. */
const replaceBy = (node, args, cache) => {
  const env = { ...process.env }
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[pathName] = [join(root, 'node_modules', '.bin'), env[pathName]].join(delimiter)
  if (cache) env.NODE_COMPILE_CACHE = cache
  const child = spawn(node, args, { stdio: 'inherit', env })
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // Ctrl+C reaches the whole foreground group: passing it on would deliver it twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  endWithParent(() => child.kill('SIGTERM'))
  child.on('error', (error) => giveUp(`Node 24 could not be started (${node}): ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
  })
}
