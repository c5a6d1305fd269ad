import { steady } from '../load/load.ts'
import { inRounds, median } from '../report/rounds.ts'
import { atMost, type Row } from '../report/row.ts'
import { freePort } from '../subject/free-port.ts'
import { startSink } from '../subject/sink.ts'
import type { Bench, Figure } from './figure.ts'
import { codeRequest } from './shots.ts'

const PER_SECOND = 50
const SLOW_MS = 10_000
const LIMIT_MS = 50

const p99 = async (
  { pace, small }: Bench,
  figure: string,
  env: Readonly<Record<string, string>>,
): Promise<Row> => {
  const subject = await small()
  const { port, stop } = await subject.start('server', env)
  const run = () =>
    steady({ port, perSecond: PER_SECOND, seconds: pace.steadySeconds, requests: [codeRequest] })
  await run()
  const { taken } = await inRounds(pace.rounds, { taken: async () => (await run()).p99Ms })
  await stop()
  return { figure, ...atMost(median(taken), LIMIT_MS, 'ms') }
}

/** Asking for a code waits for nobody: neither for a slow mail server nor for a broker that is away. */
export const sendOtp: Figure = {
  name: 'send-otp',
  async measure(bench) {
    const sink = await startSink(SLOW_MS)
    const amqp = `amqp://bench:bench@127.0.0.1:${await freePort()}`
    const rows = [
      await p99(bench, `p99 of send-otp, mail server takes ${SLOW_MS / 1000} s`, {
        SMTP_URL: sink.url,
      }),
      await p99(bench, 'p99 of send-otp, broker stopped', { AMQP_URL: amqp }),
    ]
    sink.stop()
    return rows
  },
}
