import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const ALWAYS = ['package-lock.json', 'apps/web/index.html', 'apps/web/vite.config.ts']
const FOLDERS = ['apps/web/public', 'apps/web/build']

/** Writes down what was built from which state of which files (tools/web-app.mjs compares). */
export const builtFrom = (): Plugin => {
  const startedAt = Date.now()
  let folder = ''
  let modules: readonly string[] = []
  return {
    name: 'latchkey:built-from',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    generateBundle() {
      modules = [...this.getModuleIds()].map((id) => id.replace(/[?#].*$/, ''))
    },
    writeBundle() {
      const own = modules
        .filter((path) => path.startsWith(repository) && !path.includes('node_modules'))
        .map((path) => relative(repository, path))
      const beside = FOLDERS.flatMap((name) =>
        readdirSync(join(repository, name)).map((file) => `${name}/${file}`),
      )
      const stateOf = (path: string): number => {
        const { mtimeMs } = statSync(join(repository, path))
        // Changed while it was being built: nobody knows which state was taken.
        return mtimeMs > startedAt ? 0 : mtimeMs
      }
      const paths = [...new Set([...ALWAYS, ...FOLDERS, ...beside, ...own])].toSorted()
      const states = Object.fromEntries(paths.map((path) => [path, stateOf(path)]))
      writeFileSync(join(folder, 'built-from.json'), JSON.stringify(states))
    },
  }
}
