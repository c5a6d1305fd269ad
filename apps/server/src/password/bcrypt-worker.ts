import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import bcrypt from 'bcrypt'

/** One piece of work for a hashing thread. */
export type BcryptJob =
  | { readonly id: number; readonly kind: 'hash'; readonly text: string; readonly cost: number }
  | {
      readonly id: number
      readonly kind: 'compare'
      readonly text: string
      readonly bcryptHash: string
    }

/** Its result: the bcrypt hash, or whether the text matches. */
export interface BcryptResult {
  readonly id: number
  readonly value: string | boolean
  /** Time on the thread. */
  readonly tookMs: number
}

const LOW_PRIORITY = 10

const compute = (job: BcryptJob): string | boolean =>
  job.kind === 'hash'
    ? bcrypt.hashSync(job.text, job.cost)
    : bcrypt.compareSync(job.text, job.bcryptHash)

// On Linux niceness belongs to the thread, so the event loop's thread always goes first
// (architecture.md 5). Elsewhere it would slow the whole process.
if (process.platform === 'linux') setPriority(0, LOW_PRIORITY)

parentPort?.on('message', (job: BcryptJob) => {
  const startedAt = performance.now()
  const value = compute(job)
  const result: BcryptResult = { id: job.id, value, tookMs: performance.now() - startedAt }
  parentPort?.postMessage(result)
})
