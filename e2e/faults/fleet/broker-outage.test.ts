import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { chanceOf } from '../random.ts'
import { aFleet, canRunFleet, type Fleet, launch } from './fleet.ts'
import { clientsOf } from './fleet-clients.ts'
import { emptyMailLedger, findingsOf, type MailLedger } from './mail-ledger.ts'

/** By hand a minute. */
const OUTAGE_MS = Number(process.env['OUTAGE_MS'] ?? 10_000)
const AFTERWARDS = { timeout: 60_000, interval: 100 }
const SOON = { timeout: 15_000, interval: 50 }

const healthOf = async ({ servers }: Fleet) => {
  const health = await servers[0]!.get('/api/health')
  const { status, dependencies } = JSON.parse(health.text) as {
    status: string
    dependencies: { broker: string }
  }
  const ready = await servers[0]!.get('/api/health/ready')
  return { status, broker: dependencies.broker, ready: ready.status }
}

const OUTAGES = {
  'is killed': {
    begin: ({ broker }: Fleet) => broker.kill(),
    end: ({ broker }: Fleet) => broker.start(),
    health: { status: 'degraded', broker: 'unhealthy', ready: 200 },
  },
  'stands still': {
    begin: async ({ broker }: Fleet) => broker.pause(),
    end: async ({ broker }: Fleet) => broker.resume(),
    // Nobody can know before its heartbeats are missed.
    health: { ready: 200 },
  },
} as const

const reportOf = (name: string, { acknowledged, slowestMs }: MailLedger): string =>
  `the broker ${name} for ${OUTAGE_MS / 1000} s: ${acknowledged.size} requests acknowledged ` +
  `meanwhile, the slowest code after ${Math.round(slowestMs)} ms`

const NAMES = ['is killed', 'stands still'] as const
const LONGEST = { timeout: 240_000 + OUTAGE_MS }

describe.skipIf(!canRunFleet)('while the broker', () => {
  test.for(NAMES)(
    '%s every request is answered, and every mail goes after it',
    LONGEST,
    async (name, { onTestFinished }) => {
      const outage = OUTAGES[name]
      const fleet = await aFleet()
      onTestFinished(fleet.remove)
      await launch(...fleet.servers, ...fleet.mailers)
      await fleet.database.doom()
      const ledger = emptyMailLedger()
      await outage.begin(fleet)
      const clients = clientsOf({ fleet, ledger, chance: chanceOf(1) })
      await wait(OUTAGE_MS)
      clients.end()
      // Every answer is there before the broker is.
      await clients.done
      await vi.waitFor(async () => expect(await healthOf(fleet)).toMatchObject(outage.health), SOON)
      expect(ledger.acknowledged.size).toBeGreaterThan(0)
      expect(ledger).toMatchObject({ surprises: [], unanswered: 0 })
      process.stdout.write(`\n${reportOf(name, ledger)}\n`)

      await outage.end(fleet)
      const unsent = `select id from messages where state <> 'sent'`
      await vi.waitFor(
        async () => expect(await fleet.database.rows(unsent)).toEqual([]),
        AFTERWARDS,
      )
      const findings = await findingsOf(ledger, fleet)
      expect(findings.sent).toBe(ledger.acknowledged.size)
      expect(findings).toMatchObject({ lost: [], repeated: [], strangers: [], fromNowhere: [] })
      const good = { status: 'ok', broker: 'healthy', ready: 200 }
      await vi.waitFor(async () => expect(await healthOf(fleet)).toEqual(good), SOON)
    },
  )
})
