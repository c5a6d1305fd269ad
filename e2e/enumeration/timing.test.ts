import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startSink } from '../../bench/subject/sink.ts'
import { FAILURES_TO_LOCK, KINDS, type Kind, WITH_ADMINISTRATOR } from '../address-kinds.ts'
import type { Environment } from '../process.ts'
import { aFolder, startServer, type TestServer } from '../server.ts'
import { aCrowd, type Crowd } from './crowd.ts'
import { recordFigures } from './record.ts'
import { type Measured, measureKinds } from './sampling.ts'
import { type Bounds, FULL, QUICK } from './statistics.ts'
import { type Way, waysToAsk } from './ways.ts'

const HASTY = fileURLToPath(new URL('hasty-server.ts', import.meta.url))
const isFull = process.env['ENUMERATION'] === 'full'
const pace: { rounds: number; bounds: Bounds } = isFull
  ? { rounds: 300, bounds: FULL }
  : { rounds: 60, bounds: QUICK }
const load = loadavg()[0] ?? 0

/** What a server does after its answer is measured by the full run alone: it is not in the answer. */
const isMeasured = ({ isEcho }: Way): boolean => isFull || !isEcho
/** How long the slow mail server takes for each mail. */
const TAKING_MS = 400

const ENV = {
  ...WITH_ADMINISTRATOR,
  SETTINGS: JSON.stringify({ max_login_attempts: FAILURES_TO_LOCK }),
  // Whoever must wait waits: an answer of 503 would end the measurement.
  HASH_MAX_WAIT_MS: '60000',
}

const figures: { readonly figure: string; readonly measured: Measured<Kind> }[] = []
afterAll(() => {
  if (isFull) recordFigures(figures, load)
})

const findLeaks = async (ways: readonly Way[], about: string) => {
  const found: string[] = []
  for (const { name, sample } of ways) {
    const measured = await measureKinds(KINDS, sample, pace)
    figures.push({ figure: `${name}${about}`, measured })
    for (const { kinds, deltaMs, auc } of measured.leaks)
      found.push(`${name}: ${kinds.join(' : ')} ${deltaMs.toFixed(1)} ms, AUC ${auc.toFixed(2)}`)
  }
  return found
}

const dataDir = aFolder()
let server: TestServer
let crowd: Crowd
/** Whoever is known to one server is known to the next one. */
const startAnother = async (options: { env?: Environment; main?: string } = {}): Promise<void> => {
  await server?.kill()
  server = await startServer({ ...options, env: { ...ENV, ...options.env }, dataDir })
}
beforeAll(async () => {
  await startAnother()
  crowd = await aCrowd(server)
})
afterAll(async () => {
  await server.kill()
  rmSync(dataDir, { recursive: true, force: true })
})

test('nobody can tell by the time what an address is where a password is hashed', async () => {
  const [login, ...others] = waysToAsk(server, crowd).filter(({ hashes }) => hashes)
  // Two at a time: a hash takes one core.
  const found = await Promise.all([findLeaks([login!], ''), findLeaks(others, '')])
  expect(found.flat()).toEqual([])
})

test('nor where none is', async () => {
  const ways = waysToAsk(server, crowd).filter(({ hashes }) => !hashes)
  expect(await findLeaks(ways.filter(isMeasured), '')).toEqual([])
})

test('nor while mails leave slowly', async () => {
  const sink = await startSink(0, TAKING_MS)
  onTestFinished(sink.stop)
  await startAnother({ env: { SMTP_URL: sink.url } })
  const ways = waysToAsk(server, crowd).filter(({ hashes }) => isFull || !hashes)
  expect(await findLeaks(ways.filter(isMeasured), ', slow mail server')).toEqual([])
})

test('a server that hashes nothing for an address without a hash is found out', async () => {
  await startAnother({ main: HASTY })
  const [login] = waysToAsk(server, crowd)
  const kinds = ['unknown', 'active', 'OTP-only'] as const
  const { leaks } = await measureKinds(kinds, login!.sample, { rounds: 12, bounds: QUICK })
  expect(leaks.map(({ kinds: pair }) => pair.join())).toEqual(['unknown,active', 'active,OTP-only'])
})
