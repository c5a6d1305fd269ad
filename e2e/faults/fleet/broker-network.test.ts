import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { chanceOf } from '../random.ts'
import { aFleet, canRunFleet, launch } from './fleet.ts'
import { clientsOf } from './fleet-clients.ts'
import { emptyMailLedger, findingsOf } from './mail-ledger.ts'

const MAILS = 60
const CUTS = 20
/** How long a connection lives at most; to make one takes half a second or more. */
const LIFE_MS = 1_500
const AFTERWARDS = { timeout: 60_000, interval: 100 }

describe.skipIf(!canRunFleet)('while connections to the broker break again and again', () => {
  test('every mail is sent, and none twice', async ({ onTestFinished }) => {
    const fleet = await aFleet()
    onTestFinished(fleet.remove)
    await launch(...fleet.servers, ...fleet.mailers)
    await fleet.database.doom()
    const chance = chanceOf(1)
    const ledger = emptyMailLedger()
    const clients = clientsOf({ fleet, ledger, chance })
    for (let cuts = 0; cuts < CUTS || ledger.acknowledged.size < MAILS; cuts++) {
      await wait(chance.between(0, LIFE_MS))
      fleet.brokerNetwork.cut()
    }
    clients.end()
    await clients.done
    const unsent = `select id from messages where state <> 'sent'`
    await vi.waitFor(async () => expect(await fleet.database.rows(unsent)).toEqual([]), AFTERWARDS)
    expect(ledger).toMatchObject({ surprises: [], unanswered: 0 })
    const findings = await findingsOf(ledger, fleet)
    expect(findings.sent).toBe(ledger.acknowledged.size)
    expect(findings).toMatchObject({ lost: [], repeated: [], strangers: [], fromNowhere: [] })
  }, 240_000)
})
