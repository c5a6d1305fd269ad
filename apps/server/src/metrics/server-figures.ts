import type { Clock } from '@latchkey/core'
import { type MailFigures, mailFigures } from '@latchkey/mail/figures'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Installation } from '../installation.ts'
import { hashFigures } from './hash-figures.ts'
import { requestFigures } from './watch-requests.ts'

interface Watched {
  readonly app: FastifyInstance
  readonly installation: Pick<Installation, 'passwords' | 'storage'>
  readonly isReady: () => Promise<boolean>
}

/** The figures of one server process, for Prometheus. There from its start, before any database. */
export interface ServerFigures {
  readonly register: Registry
  /** Begins to count; to be called once, before the routes are registered. */
  watch(watched: Watched): void
  readonly noteMail: MailFigures['note']
}

export const serverFigures = (clock: Clock): ServerFigures => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  let watched: Watched | null = null
  const requests = requestFigures(register)
  const hashes = hashFigures(register)
  const backlog = () => watched?.installation.storage.mailQueue ?? null
  const mails = mailFigures({ register, backlog, clock })
  new Gauge({
    name: 'server_ready',
    help: '1 while this process can serve, else 0; of several, what the worst one says.',
    registers: [register],
    aggregator: 'min',
    collect: async function () {
      const isReady = (await watched?.isReady().catch(() => false)) ?? false
      this.set(Number(isReady))
    },
  })
  return {
    register,
    noteMail: mails.note,
    watch: (now) => {
      watched = now
      requests.watch(now.app)
      hashes.watch(now.installation.passwords)
    },
  }
}
