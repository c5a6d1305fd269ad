// Plain JavaScript on SQLite alone, so that the thread begins at once.
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

const read = () => {
  const opened = new Sqlite(String(workerData), { readonly: true })
  try {
    return { result: String(opened.pragma('quick_check(1)', { simple: true })) }
  } catch (error) {
    const { message, code } = /** @type {Error & { code?: string }} */ (error)
    return { fault: { message, code } }
  } finally {
    opened.close()
  }
}

parentPort?.postMessage(read())
