import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { rabbitNode } from '../../e2e/faults/rabbit-node.ts'
import { numbered, send } from '../load/send.ts'
import { inRounds, median, rateBetween } from '../report/rounds.ts'
import { atMost, type Row, rounded } from '../report/row.ts'
import { type Arrival, type Sink, startSink } from '../subject/sink.ts'
import type { Bench, Figure } from './figure.ts'
import { codeRequest } from './shots.ts'

const SENT = 100
const PAUSE_MS = 30
const EMBEDDED_MS = 50
const BROKER_MS = 100
const QUEUED = 3_000
const PER_SECOND = 300
const GIVE_UP_MS = 120_000
/** Until the relay has given everything to the broker: it looks every five seconds. */
const RELAY_MS = 8_000

/** Every mail that came, once there are so many. */
const arrived = async (sink: Sink, count: number): Promise<readonly Arrival[]> => {
  const all: Arrival[] = []
  const givesUpAt = performance.now() + GIVE_UP_MS
  while (all.length < count && performance.now() < givesUpAt) {
    all.push(...(await sink.arrivals()))
    await wait(PAUSE_MS)
  }
  if (all.length < count) throw new Error(`${all.length} of ${count} mails came: no figure`)
  return all
}

/** The median time from the 202 to the mail at the mail server, in milliseconds. */
const latencyMs = async (port: number, sink: Sink): Promise<number> => {
  const agent = new Agent({ keepAlive: true })
  const first = Date.now() * 1000
  const answeredAt = new Map<string, number>()
  for (let n = first; n < first + SENT; n++) {
    await send(agent, port, numbered(codeRequest, n))
    answeredAt.set(`newcomer-${n}@example.org`, performance.timeOrigin + performance.now())
    await wait(PAUSE_MS)
  }
  agent.destroy()
  const mails = await arrived(sink, SENT)
  return median(mails.map(([to, at]) => at - (answeredAt.get(to) ?? Number.NaN)))
}

const embedded = async ({ pace, small }: Bench, sink: Sink): Promise<Row> => {
  const server = await (await small()).start('server', { SMTP_URL: sink.url })
  await latencyMs(server.port, sink)
  const { taken } = await inRounds(pace.rounds, { taken: () => latencyMs(server.port, sink) })
  await server.stop()
  const figure = 'from 202 to the mail, embedded, p50'
  return { figure, ...atMost(median(taken), EMBEDDED_MS, 'ms') }
}

const throughBroker = async ({ pace, onServer }: Bench, sink: Sink): Promise<Row[]> => {
  const rabbit = await rabbitNode()
  await rabbit.start()
  const subject = await onServer('mail')
  const env = { SMTP_URL: sink.url, AMQP_URL: rabbit.url }
  const server = await subject.start('server', env)
  let mailer = await subject.start('mailer', env)
  await latencyMs(server.port, sink)
  const { taken } = await inRounds(pace.rounds, { taken: () => latencyMs(server.port, sink) })
  const { rates } = await inRounds(pace.rounds, {
    rates: async () => {
      await mailer.stop()
      await subject.queueMails(QUEUED)
      await wait(RELAY_MS)
      mailer = await subject.start('mailer', env)
      return rateBetween((await arrived(sink, QUEUED)).map(([, at]) => at))
    },
  })
  await mailer.stop()
  await server.stop()
  await rabbit.remove()
  const rate = median(rates)
  return [
    {
      figure: 'from 202 to the mail, PostgreSQL, RabbitMQ and mailer, p50',
      ...atMost(median(taken), BROKER_MS, 'ms'),
    },
    {
      figure: 'mails by one worker',
      ours: `${rounded(rate)}/s`,
      floor: '',
      ratio: '',
      target: `≥ ${PER_SECOND}/s`,
      isMet: rate >= PER_SECOND,
    },
  ]
}

/** How soon a mail that was promised is at the mail server, and how many there can be. */
export const mail: Figure = {
  name: 'mail',
  async measure(bench) {
    const sink = await startSink()
    const rows = [await embedded(bench, sink), ...(await throughBroker(bench, sink))]
    sink.stop()
    return rows
  },
}
