import { setTimeout as wait } from 'node:timers/promises'
import { type AuditEvent, auditEvent } from '@latchkey/core'
import { keyring } from '@latchkey/process'
import {
  auditKeys,
  auditLinker,
  beginChain,
  createSealer,
  openDatabase,
  sqlStorage,
} from '@latchkey/sql'
import { nodeSecrets } from '../../apps/server/src/shared/node-secrets.ts'
import { inRounds, median } from '../report/rounds.ts'
import { atMost, rounded } from '../report/row.ts'
import type { Figure } from './figure.ts'

const BACKLOG = 5_000
const PER_SECOND = 1_000
/** One transaction of the steady load; so many make a second. */
const AT_ONCE = 10
const USERS = 1_000
const ROUND_MS = 250
const LAG_MS = 1_000

const openLog = async (location: string) => {
  const root = keyring([Buffer.alloc(32, 1)])
  const { newId } = nodeSecrets(root)
  const database = await openDatabase({ location })
  const keys = auditKeys(createSealer(root.keys('audit')))
  await beginChain(database, keys, new Date())
  const sealer = createSealer(root.keys('mail'))
  const storage = sqlStorage(database, { sealer, newId, auditKeys: keys })
  const linker = auditLinker(database, keys, { owner: 'bench' })
  const users = Array.from({ length: USERS }, newId)
  const anEvent = (n: number): AuditEvent => {
    const receivedAt = new Date()
    const place = { method: 'POST', endpoint: '/api/auth/login', ipAddress: '192.0.2.1' }
    const origin = { ...place, userAgent: 'Mozilla/5.0', requestId: newId(), receivedAt }
    const userId = users[n % USERS] ?? null
    const act = { action: 'authn_login_success', resource: 'session', userId } as const
    return auditEvent(newId(), new Date(), origin, { ...act, sessionId: newId() })
  }
  const record = (count: number) =>
    storage.unitOfWork.run(async ({ audit }) => {
      for (let n = 0; n < count; n++) await audit.record(anEvent(n))
    })
  return { record, link: () => linker.round(new Date()), close: database.close }
}

type Log = Awaited<ReturnType<typeof openLog>>

/** Events that one process links in a second when many are waiting. */
const linkedPerSecond = async ({ record, link }: Log): Promise<number> => {
  await record(BACKLOG)
  const begun = performance.now()
  const { events } = await link()
  return events / ((performance.now() - begun) / 1000)
}

/** From the commit of an event to its link, 99th percentile, while a thousand come in a second. */
const lagMs = async ({ record, link }: Log, seconds: number): Promise<number> => {
  const committedAt: number[] = []
  const lags: number[] = []
  const linkOnce = async () => {
    const { events } = await link()
    lags.push(...committedAt.splice(0, events).map((at) => performance.now() - at))
  }
  const begun = performance.now()
  const isOver = () => performance.now() > begun + seconds * 1000
  const recording = (async () => {
    for (let sent = 0; !isOver(); ) {
      const due = ((performance.now() - begun) / 1000) * PER_SECOND
      for (; sent + AT_ONCE <= due; sent += AT_ONCE) {
        await record(AT_ONCE)
        committedAt.push(...Array.from({ length: AT_ONCE }, () => performance.now()))
      }
      await wait(AT_ONCE)
    }
  })()
  while (!isOver()) {
    await linkOnce()
    await wait(ROUND_MS)
  }
  await recording
  await linkOnce()
  return lags.sort((a, b) => a - b)[Math.floor(lags.length * 0.99)] ?? Number.NaN
}

/** The chain of the audit log keeps up with what is recorded, on PostgreSQL, in one process. */
export const audit: Figure = {
  name: 'audit',
  async measure({ pace, onServer }) {
    const { location } = await onServer('audit')
    const log = await openLog(location)
    await linkedPerSecond(log)
    const { rates, lags } = await inRounds(pace.rounds, {
      rates: () => linkedPerSecond(log),
      lags: () => lagMs(log, pace.steadySeconds),
    })
    await log.close()
    const rate = median(rates)
    return [
      {
        figure: 'audit events linked from a backlog',
        ...{ ours: `${rounded(rate)}/s`, floor: '', ratio: '' },
        target: `≥ ${PER_SECOND}/s`,
        isMet: rate >= PER_SECOND,
      },
      {
        figure: `p99 from commit to link at ${PER_SECOND} events/s`,
        ...atMost(median(lags), LAG_MS, 'ms'),
      },
    ]
  },
}
