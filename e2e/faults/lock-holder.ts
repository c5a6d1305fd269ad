import { spawn } from 'node:child_process'
import { once } from 'node:events'

const SCRIPT = `
  const { DatabaseSync } = require('node:sqlite')
  const [file, ms] = process.argv.slice(1)
  const database = new DatabaseSync(file, { timeout: 5000 })
  database.exec('begin exclusive')
  console.log('held')
  setTimeout(() => { database.exec('commit'); database.close() }, Number(ms))`

/** Another process that holds the write lock of a database. */
export interface LockHolder {
  /** Resolves when it has let go. */
  readonly released: Promise<unknown>
}

/** Takes the lock for `ms` milliseconds; resolves as soon as it is held. */
export const holdLock = async (file: string, ms: number): Promise<LockHolder> => {
  const holder = spawn(process.execPath, ['-e', SCRIPT, file, String(ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_NO_WARNINGS: '1' },
  })
  const released = once(holder, 'exit')
  await once(holder.stdout, 'data')
  return { released }
}
