// Plain JavaScript, because stripping types takes 14 MB of memory in each thread.
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import bcrypt from 'bcrypt'
import { matchesForeign } from './foreign-check.mjs'

const LOW_PRIORITY = 10

/** @param {import('./bcrypt-job.ts').BcryptJob} job */
const compute = (job) => {
  if (job.kind === 'foreign') return matchesForeign(job.foreign, job.text)
  return job.kind === 'hash'
    ? bcrypt.hashSync(job.text, job.cost)
    : bcrypt.compareSync(job.text, job.bcryptHash)
}

// On Linux niceness belongs to the thread, so the event loop's thread always goes first
// (architecture.md 5). Elsewhere it would slow the whole process.
if (process.platform === 'linux') setPriority(0, LOW_PRIORITY)

parentPort?.on('message', (/** @type {import('./bcrypt-job.ts').BcryptJob} */ job) => {
  const startedAt = performance.now()
  const value = compute(job)
  /** @type {import('./bcrypt-job.ts').BcryptResult} */
  const result = { id: job.id, value, tookMs: performance.now() - startedAt }
  parentPort?.postMessage(result)
})
