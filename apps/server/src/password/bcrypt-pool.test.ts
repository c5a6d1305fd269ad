import { readdirSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { PasswordHash } from '@latchkey/core'
import { keyring } from '@latchkey/process'
import { afterEach, expect, test } from 'vitest'
import { type BcryptPool, type BcryptPoolOptions, bcryptPool } from './bcrypt-pool.ts'
import { startBcryptWorker } from './bcrypt-thread.ts'

const peppers = keyring([Buffer.alloc(32, 'pepper')]).keys('password-pepper')
const opened: BcryptPool[] = []
const open = (options: Partial<BcryptPoolOptions> = {}): BcryptPool => {
  const pool = bcryptPool({ peppers, maxWaitMs: 60_000, workers: 2, cost: 4, ...options })
  opened.push(pool)
  return pool
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((pool) => pool.close()))
})

const hashOf = async (pool: BcryptPool, password: string): Promise<PasswordHash> => {
  const outcome = await pool.hash(password)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.hash
}

test.each(['Correct-horse1', 'ä€😀'.repeat(14), 'x'.repeat(128)])(
  'a password of any length matches its own hash and no other',
  async (password) => {
    const pool = open()
    const hash = await hashOf(pool, password)
    expect(await pool.verify(password, hash)).toEqual({ ok: true, matches: true })
    expect(await pool.verify(`${password}x`, hash)).toEqual({ ok: true, matches: false })
    expect(await pool.verify(password.slice(0, -1), hash)).toEqual({ ok: true, matches: false })
  },
)

test('without a stored hash nothing matches', async () => {
  expect(await open().verify('Correct-horse1', null)).toEqual({ ok: true, matches: false })
})

test('a burst is served up to the limit, the rest is refused at once', async () => {
  const pool = open({ maxWaitMs: 3 * 250, cost: 12, workers: 1 })
  const startedAt = performance.now()
  const burst = Array.from({ length: 20 }, () => pool.verify('Correct-horse1', null))
  const refused = burst.slice(4).map(async (answer) => {
    expect(await answer).toMatchObject({ ok: false, reason: 'overloaded', retryAfterSeconds: 1 })
  })
  await Promise.all(refused)
  const refusedAfterMs = performance.now() - startedAt
  const served = await Promise.all(burst.slice(0, 4))
  expect(served.every(({ ok }) => ok)).toBe(true)
  expect(refusedAfterMs).toBeLessThan((performance.now() - startedAt) / 2)
})

test('the event loop turns while passwords are hashed', async () => {
  const pool = open({ cost: 12 })
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 5)
  await Promise.all([pool.verify('a', null), pool.verify('b', null)])
  clearInterval(timer)
  expect(turns).toBeGreaterThan(5)
})

test('a job outlives the thread that dies over it, once', async () => {
  const workers: Worker[] = []
  const startWorker = (): Worker => {
    const worker = startBcryptWorker()
    workers.push(worker)
    return worker
  }
  const pool = open({ workers: 1, cost: 10, startWorker })
  const answers = [pool.verify('a', null), pool.verify('b', null), pool.verify('c', null)]
  await workers[0]?.terminate()
  expect(await Promise.all(answers)).toEqual(
    Array.from({ length: 3 }, () => ({ ok: true, matches: false })),
  )
  expect(workers).toHaveLength(2)
})

test('a job that ends every thread it meets is a fault, and the next one is served', async () => {
  const broken = (): Worker => new Worker('throw new Error("no native module")', { eval: true })
  let starts = 0
  const startWorker = (): Worker => {
    starts += 1
    return starts <= 2 ? broken() : startBcryptWorker()
  }
  const pool = open({ workers: 1, startWorker })
  await expect(pool.verify('a', null)).rejects.toThrow('a hashing thread failed')
  expect(await pool.verify('a', null)).toEqual({ ok: true, matches: false })
})

test('closing finishes what was admitted and takes nothing more', async () => {
  const pool = open({ cost: 8 })
  const answers = Array.from({ length: 10 }, () => pool.verify('a', null))
  const closed = pool.close()
  await expect(pool.verify('late', null)).rejects.toThrow('closed')
  await closed
  expect(await Promise.all(answers)).toHaveLength(10)
  expect(pool.depth()).toMatchObject({ waiting: 0, taken: 0 })
})

test.runIf(process.platform === 'linux')('only the hashing threads give way', async () => {
  const before = niceness()
  const pool = open({ workers: 2 })
  await Promise.all(Array.from({ length: 8 }, () => pool.verify('a', null)))
  const after = niceness()
  expect(after.filter((nice) => nice === 10)).toHaveLength(2)
  expect(after.filter((nice) => nice !== 10).every((nice) => before.includes(nice))).toBe(true)
})

/** The niceness of every thread of this process: field 19 of /proc/self/task/…/stat. */
const niceness = (): number[] =>
  readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  })

/** `Correct-horse1` as other programs keep it, at a cost that takes no time. */
const IMPORTED = [
  '$scrypt$ln=4,r=1,p=1$c2FsdHNhbHQ$S6KVlDuxJ/wSh+0giEGlQtC0+ppcgxZz9IcHpEuWdB8',
  '$pbkdf2-sha256$i=10$c2FsdHNhbHQ$/fW0RvvjwgH18kuE1XdWfwxthmAX9ivcjeREPlnttwc',
] as const

test.each(IMPORTED)('an imported hash answers no earlier than one of ours: %s', async (text) => {
  const pauses: number[] = []
  const pause = async (ms: number) => void pauses.push(ms)
  const pool = open({ cost: 12, pause })
  const hash = text as PasswordHash
  expect(await pool.verify('Correct-horse1', hash)).toEqual({ ok: true, matches: true })
  expect(await pool.verify('wrong', hash)).toEqual({ ok: true, matches: false })
  // What a hash of ours is expected to take before one was measured, less what this one took.
  expect(pauses).toHaveLength(2)
  expect(pauses.every((ms) => ms > 0 && ms < 250)).toBe(true)
})

test('only hashes of another scheme or cost are held back and outdated', async () => {
  const pauses: number[] = []
  const pause = async (ms: number) => void pauses.push(ms)
  const [cheap, pool] = [open({ cost: 4 }), open({ cost: 12, pause })]
  const [cheaper, ours] = [
    await hashOf(cheap, 'Correct-horse1'),
    await hashOf(pool, 'x'.repeat(99)),
  ]
  expect(
    [cheaper, ours, ...(IMPORTED as readonly string[] as readonly PasswordHash[])].map(
      pool.isOutdated,
    ),
  ).toEqual([...[true, false, true, true]])
  expect(await pool.verify('x'.repeat(99), ours)).toEqual({ ok: true, matches: true })
  expect(await pool.verify('x', null)).toEqual({ ok: true, matches: false })
  expect(pauses).toEqual([])
  expect(await pool.verify('Correct-horse1', cheaper)).toEqual({ ok: true, matches: true })
  expect(pauses).toHaveLength(1)
})

test('an imported hash that would cost too much costs what ours do', async () => {
  const pool = open({ cost: 4 })
  const dear = '$scrypt$ln=30,r=8,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA' as PasswordHash
  expect(await pool.verify('Correct-horse1', dear)).toEqual({ ok: true, matches: false })
})
