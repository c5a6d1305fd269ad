import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aFolder } from '../server.ts'
import { readNumber, readRows } from './database-file.ts'
import { brokenInvariants, lostPromises } from './invariants.ts'
import { countsOf, emptyLedger } from './ledger.ts'
import { type MailSink, mailSink } from './mail-sink.ts'
import { chanceOf } from './random.ts'
import { type RestartableServer, restartableServer } from './restartable-server.ts'
import { type Traffic, trafficOn } from './traffic.ts'

const KILLS = Number(process.env['KILLS'] ?? 12)
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000)
const CLIENTS = 8
/** How many die before they serve, and how long the others serve at most. */
const STILLBORN = 0.2
const LIFE_MS = 3_000
const LOOP_TIMEOUT_MS = 60_000 + KILLS * 6_000

const dataDir = aFolder()
const file = join(dataDir, 'latchkey.db')
const chance = chanceOf(SEED)
const ledger = emptyLedger()
let sink: MailSink
let server: RestartableServer
let traffic: Traffic

const killLoop = async (): Promise<void> => {
  const clients = traffic.run(CLIENTS)
  clients.catch(() => traffic.end())
  for (let kill = 0; kill < KILLS; kill++) {
    server.launch()
    if (chance.happens(STILLBORN)) await wait(chance.between(20, 800))
    else await server.untilReady().then(() => wait(chance.between(0, LIFE_MS)))
    await server.kill()
  }
  server.launch()
  await server.untilReady()
  traffic.end()
  await clients
}

beforeAll(async () => {
  sink = await mailSink('accept', { lookMs: () => chance.between(0, 200) })
  server = await restartableServer(dataDir, {
    SMTP_URL: sink.url,
    HASH_MAX_WAIT_MS: '60000',
    SETTINGS: JSON.stringify({ refresh_grace_seconds: 60, rate_limit_anonymous_requests: 100_000 }),
  })
  traffic = trafficOn({ server, sink, ledger, chance, databaseFile: file })
  await killLoop()
  const waiting = 'select count(*) from messages where next_try_at is not null'
  const sentAll = () => expect(readNumber(file, waiting)).toBe(0)
  await vi.waitFor(sentAll, { timeout: 30_000, interval: 100 })
}, LOOP_TIMEOUT_MS)

afterAll(async () => {
  await server.kill()
  await sink.become('closed')
  rmSync(dataDir, { recursive: true, force: true })
  process.stdout.write(`\n${KILLS} kills with KILL_SEED=${SEED}\n  ${countsOf(ledger)}\n`)
})

test('a killed server does what it promised, and answers every repeat', async () => {
  expect(ledger.surprises).toEqual([])
  expect(server.crashes()).toBe(0)
  expect(ledger.verifications.length).toBeGreaterThan(0)
})

test(
  'every password stands as its last acknowledged reset or sign-up set it',
  async () => {
    const refused = await Promise.all(
      traffic.accounts.map(async ({ email, password }) => {
        const answer = await server.post('/api/auth/login', { email, password })
        return answer?.status === 200 ? [] : [{ email, status: answer?.status }]
      }),
    )
    expect(refused.flat()).toEqual([])
  },
  LOOP_TIMEOUT_MS,
)

test('every session goes on with the last refresh token that its client got', async () => {
  for (const { refreshToken } of traffic.accounts) {
    if (refreshToken === null) continue
    const answer = await server.post('/api/auth/refresh-token', { refreshToken })
    expect(answer?.status).toBe(200)
  }
})

test('everything acknowledged is in the database, once, with its audit event', () => {
  expect(lostPromises(file, ledger)).toEqual([])
  expect(brokenInvariants(file)).toEqual([])
  expect(readRows(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
})

test('every committed mail was sent, repeats are the same mail, and none came from nowhere', () => {
  const rows = readRows(file, 'select id, recipient, state, created_at, expires_at from messages')
  const committed = new Map(rows.map((row) => [String(row['id']), row]))
  const arrived = new Map<string, string[]>()
  const strangers: string[] = []
  for (const { messageId = '', to, subject, text } of sink.mails()) {
    const id = /^<([^@]+)@/.exec(messageId)?.[1] ?? messageId
    const content = JSON.stringify([messageId, to?.map(({ address }) => address), subject, text])
    arrived.set(id, [...(arrived.get(id) ?? []), content])
    if (committed.get(id)?.['recipient'] !== to?.[0]?.address) strangers.push(id)
  }
  const lost = rows.filter(({ id, state }) => state !== 'sent' || !arrived.has(String(id)))
  const repeats = [...arrived.values()].map((mails) => mails.length - 1)
  const changed = [...arrived.values()].filter((mails) => new Set(mails).size > 1)
  process.stdout.write(
    `mails: ${rows.length} committed, ${arrived.size} sent, ${lost.length} lost, ` +
      `${repeats.reduce((sum, count) => sum + count, 0)} sent again\n`,
  )
  expect(lost).toEqual([])
  expect(changed).toEqual([])
  expect(strangers).toEqual([])
})
