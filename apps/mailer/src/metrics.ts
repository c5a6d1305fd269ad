import type { Clock, MailQueue } from '@latchkey/core'
import { type MailFigures, mailFigures } from '@latchkey/mail/figures'
import { collectDefaultMetrics, Registry } from 'prom-client'

/** The figures of one mail worker, for Prometheus. */
export interface MailMetrics extends MailFigures {
  text(): Promise<{ readonly type: string; readonly text: string }>
}

/** Makes them; `backlog` is null until there is a database. */
export const mailMetrics = (
  backlog: () => Pick<MailQueue, 'pending' | 'waitingSince'> | null,
  clock: Clock,
): MailMetrics => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return {
    ...mailFigures({ register, backlog, clock }),
    text: async () => ({ type: register.contentType, text: await register.metrics() }),
  }
}
