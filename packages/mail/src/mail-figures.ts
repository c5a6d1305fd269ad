import type { ClaimedMessage, Clock, MailQueue, Settlement } from '@latchkey/core'
import { Counter, Gauge, type Registry } from 'prom-client'

type Backlog = Pick<MailQueue, 'pending' | 'waitingSince'>

interface Options {
  readonly register: Registry
  /** Null until there is a database. */
  readonly backlog: () => Backlog | null
  readonly clock: Clock
}

/** The figures of mails, for Prometheus, in every process that sends some or gives them to others. */
export interface MailFigures {
  /** Counts one try. What a decoy came to is not counted: no mail left. */
  note(result: Settlement, message: ClaimedMessage): void
}

export const mailFigures = ({ register, backlog, clock }: Options): MailFigures => {
  const sent = new Counter({
    name: 'mail_sent_total',
    help: 'Tries by template and result: sent, deferred, failed (expired) or dead (refused).',
    labelNames: ['template', 'result'] as const,
    registers: [register],
  })
  gauge(register, 'outbox_pending', 'Mails that are not over yet, of all processes.', async () =>
    backlog()?.pending(),
  )
  gauge(register, 'outbox_oldest_seconds', 'How long the oldest mail has been due.', async () => {
    const queue = backlog()
    if (queue === null) return undefined
    const since = await queue.waitingSince()
    return since === null ? 0 : Math.max(0, (clock.now().getTime() - since.getTime()) / 1000)
  })
  return {
    note: ({ state }, { order }) => {
      if (order.to !== null) sent.inc({ template: order.template, result: state })
    },
  }
}

/** A figure that is asked for when it is read; NaN while nobody can say. All workers say the same. */
const gauge = (
  register: Registry,
  name: string,
  help: string,
  read: () => Promise<number | undefined>,
) =>
  new Gauge({
    name,
    help,
    registers: [register],
    aggregator: 'max',
    collect: async function () {
      this.set((await read().catch(() => undefined)) ?? Number.NaN)
    },
  })
