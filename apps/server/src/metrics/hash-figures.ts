import { Gauge, Histogram, type Registry } from 'prom-client'
import type { BcryptPool } from '../password/bcrypt-pool.ts'

const HASH_SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5]
const WAIT_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]

type Pool = Pick<BcryptPool, 'depth' | 'onHashed'>

/** How the hashing of passwords keeps up; nothing is known until there is a pool to watch. */
export const hashFigures = (register: Registry) => {
  const registers = [register]
  let pool: Pool | null = null
  const took = new Histogram({
    name: 'auth_password_hash_seconds',
    help: 'What one hash of a password took on its thread.',
    buckets: HASH_SECONDS,
    registers,
  })
  const waited = new Histogram({
    name: 'auth_password_hash_wait_seconds',
    help: 'How long a password waited for its hash to begin.',
    buckets: WAIT_SECONDS,
    registers,
  })
  new Gauge({
    name: 'auth_password_hash_queue_depth',
    help: 'Passwords that wait for their hash or are being hashed.',
    registers,
    collect() {
      const { waiting, taken } = pool?.depth() ?? { waiting: 0, taken: 0 }
      this.set(waiting + taken)
    },
  })
  return {
    watch: (found: Pool): void => {
      pool = found
      found.onHashed(({ tookMs, waitedMs }) => {
        took.observe(tookMs / 1000)
        waited.observe(waitedMs / 1000)
      })
    },
  }
}
