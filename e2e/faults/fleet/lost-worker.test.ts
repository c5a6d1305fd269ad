import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, type TestContext, test, vi } from 'vitest'
import type { RestartableProcess } from '../restartable-process.ts'
import { aFleet, canRunFleet, type Fleet, launch } from './fleet.ts'
import { orderCodes } from './fleet-clients.ts'
import { emptyMailLedger, findingsOf, type MailLedger } from './mail-ledger.ts'

/** How much longer a worker is held when somebody else has sent its mails. By hand a minute. */
const HELD_MS = Number(process.env['HELD_MS'] ?? 0)
/** Until its leases have run out, the broker has missed its heartbeats, and all is sent. */
const TAKEOVER = { timeout: 120_000, interval: 100 }
const SOON = { timeout: 15_000, interval: 20 }
const LONGEST_MS = 300_000 + HELD_MS
/** More than a worker has in its hands at once. */
const MAILS = 12

const order = async (fleet: Fleet, ledger: MailLedger): Promise<void> => {
  for (const email of await orderCodes(fleet, MAILS)) ledger.acknowledged.set(email, 'code')
}

const untilAllSent = ({ database }: Fleet): Promise<unknown> => {
  const unsent = `select id from messages where state <> 'sent'`
  return vi.waitFor(async () => expect(await database.rows(unsent)).toEqual([]), TAKEOVER)
}

/** Gives mails to the first of two mailers; resolves when the mail server looks at some of them. */
const aWorkerWithMailsInHand = async (
  fleet: Fleet,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
) => {
  onTestFinished(fleet.remove)
  const [lost, other] = fleet.mailers as [RestartableProcess, RestartableProcess]
  await launch(...fleet.servers, lost)
  const ledger = emptyMailLedger()
  await order(fleet, ledger)
  await vi.waitFor(() => expect(fleet.sink.heard()).toBeGreaterThan(0), SOON)
  return { lost, other, ledger }
}

/** Notes what a worker holds that can do nothing any more; its owner's name has its process id. */
const noteHands = async ({ database }: Fleet, ledger: MailLedger, pid: number): Promise<void> => {
  const held = `select id from messages where lease_owner like '%:${pid}:%'`
  for (const { id } of await database.rows(held)) ledger.inHands.add(String(id))
  expect(ledger.inHands.size).toBeGreaterThan(0)
  expect(ledger.inHands.size).toBeLessThan(MAILS)
}

describe.skipIf(!canRunFleet)('a mail worker', () => {
  test(
    'that stood still sends nothing again but what it had in its hands',
    async (context) => {
      let lookMs = 2_000
      const fleet = await aFleet({ lookMs: () => lookMs })
      const { lost, other, ledger } = await aWorkerWithMailsInHand(fleet, context)
      lost.signal('SIGSTOP')
      await noteHands(fleet, ledger, lost.pid())
      lookMs = 0
      await launch(other)
      await untilAllSent(fleet)
      await wait(HELD_MS)
      lost.signal('SIGCONT')

      // It works again: it alone is there to send these.
      await other.kill()
      await order(fleet, ledger)
      await untilAllSent(fleet)
      const findings = await findingsOf(ledger, fleet)
      expect(findings).toMatchObject({ lost: [], repeated: [], altered: [], strangers: [] })
      // Each once more at most: it may have been in the middle of handing it over.
      const { repeatedFromHands } = findings
      expect(new Set(repeatedFromHands).size).toBe(repeatedFromHands.length)
    },
    LONGEST_MS,
  )

  test(
    'that is killed loses nothing of what it had in its hands',
    async (context) => {
      const fleet = await aFleet()
      await fleet.sink.become('hang')
      const { lost, other, ledger } = await aWorkerWithMailsInHand(fleet, context)
      await lost.kill()
      expect(fleet.sink.mails()).toEqual([])
      await fleet.sink.become('accept')
      await launch(other)
      await untilAllSent(fleet)
      const findings = await findingsOf(ledger, fleet)
      expect(findings).toMatchObject({ sent: MAILS, lost: [], repeated: [], strangers: [] })
    },
    LONGEST_MS,
  )
})
