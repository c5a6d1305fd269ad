import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { openFile } from './open-file.ts'
import { databaseProblem } from './problems.ts'

interface Answer {
  readonly result?: string
  readonly fault?: { readonly message: string; readonly code?: string }
}

/**
 * What is wrong with the structure of the file, in SQLite's own words; null when it is sound. Reads
 * the whole file, in a thread, so that nobody else waits. Throws a DatabaseProblem when it cannot be
 * opened at all.
 */
export const damageOf = async (file: string): Promise<string | null> => {
  const opened = await openFile({ file, synchronous: 'FULL', readonly: true, patienceMs: 1000 })
  opened.close()
  const url = new URL('./damage-thread.mjs', import.meta.url)
  const thread = new Worker(url, { name: 'damage', workerData: file, env: {} })
  // An error of the thread rejects.
  const [answer] = await once(thread, 'message')
  const { result, fault }: Answer = answer
  if (fault) throw databaseProblem(file, Object.assign(new Error(fault.message), fault))
  return result === 'ok' ? null : String(result)
}
