import { sweep } from '@latchkey/sql'
import type { Logger } from './http/logger.ts'
import type { Installation } from './installation.ts'

const RELOAD_KEYS_MS = 1000
const SWEEP_MS = 60_000

/** What a server does beside answering: reads other processes' news, deletes what has expired. */
export const startHousekeeping = (
  { config, clock, database, revocations, signingKeys }: Installation,
  log: Logger,
) => {
  const repeat = (everyMs: number, name: string, task: () => Promise<unknown>): NodeJS.Timeout => {
    let isRunning = false
    const run = async (): Promise<void> => {
      if (isRunning) return
      isRunning = true
      await task().catch((err: unknown) => log.warn({ err }, `${name} failed; it is tried again`))
      isRunning = false
    }
    return setInterval(() => void run(), everyMs).unref()
  }
  const auditRetentionDays = config.settings.audit_retention_days
  const timers = [
    repeat(RELOAD_KEYS_MS, 'reading the signing keys', signingKeys.reload),
    repeat(SWEEP_MS, 'sweeping expired rows', () =>
      sweep(database, { now: clock.now(), auditRetentionDays }),
    ),
  ]
  revocations.start()
  return {
    stop(): void {
      for (const timer of timers) clearInterval(timer)
      revocations.stop()
    },
  }
}
