import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chanceOf } from '../random.ts'
import { aFleet, canRunFleet, type Fleet, launch } from './fleet.ts'
import { clientsOf } from './fleet-clients.ts'
import { type Kills, killAtRandom } from './fleet-killers.ts'
import { emptyMailLedger, type Findings, findingsOf } from './mail-ledger.ts'

const OPERATIONS = Number(process.env['OPERATIONS'] ?? 100)
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000)
/** Longer than a ticket lives: whatever got lost on the way has been sent again by then. */
const DRAIN_MS = 400_000
const LOOP_TIMEOUT_MS = DRAIN_MS + 120_000 + OPERATIONS * 2_000
/** Of all mails, how many may come twice without having been in the hands of a killed worker. */
const REPEATED_SHARE = 0.001

const chance = chanceOf(SEED)
const ledger = emptyMailLedger()

const report = (kills: Kills, findings: Findings, drainMs: number): string => {
  const { repeated, repeatedFromHands, fromNowhere } = findings
  const purposes = [...ledger.acknowledged.values()]
  const codes = purposes.filter((purpose) => purpose === 'code').length
  const lines = [
    `kill -9 with KILL_SEED=${SEED}: servers ${kills.servers}, mailers ${kills.mailers}, broker ${kills.brokers}`,
    `acknowledged ${purposes.length} (registrations ${purposes.length - codes}, codes ${codes})`,
    `sent ${findings.sent}, the last one ${(drainMs / 1000).toFixed(1)} s after the last request`,
    `lost ${findings.lost.length}`,
    `duplicated ${repeated.length + repeatedFromHands.length}, of those ${repeatedFromHands.length} in the hands of a killed mailer, which had ${ledger.inHands.size} there`,
    `rolled back ${ledger.rolledBack.length}, mails of those ${fromNowhere.length}`,
    `not acknowledged: ${ledger.unanswered} unanswered, ${ledger.refused} told to come later`,
  ]
  return lines.join('\n  ')
}

describe.skipIf(!canRunFleet)('servers, mailers and the broker are killed at random', () => {
  let fleet: Fleet
  let findings: Findings

  const waiting = async () =>
    (await fleet.database.rows('select id from messages where next_try_at is not null')).length

  beforeAll(async () => {
    fleet = await aFleet({ lookMs: () => chance.between(0, 40) })
    await launch(...fleet.servers, ...fleet.mailers)
    await fleet.database.doom()
    const clients = clientsOf({ fleet, ledger, chance })
    const isEnough = () => ledger.acknowledged.size >= OPERATIONS
    const kills = await killAtRandom(fleet, { ledger, chance, isEnough })
    clients.end()
    await clients.done
    const endedAt = performance.now()
    const sentAll = async () => expect(await waiting()).toBe(0)
    await vi.waitFor(sentAll, { timeout: DRAIN_MS, interval: 200 })
    findings = await findingsOf(ledger, fleet)
    process.stdout.write(`\n${report(kills, findings, performance.now() - endedAt)}\n`)
  }, LOOP_TIMEOUT_MS)

  afterAll(() => fleet?.remove())

  test('whoever was told to look into their mailbox finds the mail there', () => {
    expect(ledger.acknowledged.size).toBeGreaterThanOrEqual(OPERATIONS)
    expect(findings.lost).toEqual([])
  })

  test('a mail comes twice only when its worker was killed, and is the same mail then', () => {
    expect(findings.repeated.length).toBeLessThanOrEqual(findings.sent * REPEATED_SHARE)
    expect(findings.altered).toEqual([])
  })

  test('no mail tells of a change that was rolled back, and none comes from nowhere', async () => {
    expect(ledger.rolledBack.length).toBeGreaterThan(0)
    expect(findings.fromNowhere).toEqual([])
    expect(findings.strangers).toEqual([])
    const unsent = `select id, state, reason from messages where state <> 'sent'`
    expect(await fleet.database.rows(unsent)).toEqual([])
  })

  test('no answer and no end of a process was anything but what the test did', () => {
    expect(ledger.surprises).toEqual([])
    const crashes = [...fleet.servers, ...fleet.mailers].map((one) => one.crashes())
    expect(crashes).toEqual([0, 0, 0, 0])
  })
})
