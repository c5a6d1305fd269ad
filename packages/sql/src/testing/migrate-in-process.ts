import { type ChildProcess, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'

const moduleUrl = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)

interface Options {
  /** Source of further entries of the migrations. */
  readonly extra?: string
  /** Kill the process before it runs the statement of this number, counted from 0. */
  readonly dieBefore?: number
}

/** A process that migrates `location` and prints as JSON what it applied. */
export const migrateInProcess = (
  location: string,
  { extra = '', dieBefore = -1 }: Options = {},
): ChildProcess => {
  const script = `
    const { migrateUp } = await import(${moduleUrl('../migrations/migrate.ts')})
    const { MIGRATIONS } = await import(${moduleUrl('../migrations/migrations.ts')})
    let left = ${dieBefore}
    const deadly = {
      transformQuery: ({ node }) => {
        if (left-- === 0) process.kill(process.pid, 'SIGKILL')
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const migrations = Object.entries(MIGRATIONS).map(([name, { up }]) => [
      name,
      { up: (db) => up(db.withPlugin(deadly)) },
    ])
    const all = { ...Object.fromEntries(migrations), ${extra} }
    console.log(JSON.stringify(await migrateUp(${JSON.stringify(location)}, all)))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
