import type { Logger } from '@latchkey/process'
import { cutAuditLog, sweep } from '@latchkey/sql'
import type { Installation } from './installation.ts'
import { tellOfSettings } from './settings/tell-of-settings.ts'

const RELOAD_MS = 1000
const SWEEP_MS = 60_000
const DAY_MS = 86_400_000

/** What a server does beside answering: reads other processes' news, deletes what has expired. */
export const startHousekeeping = (
  { clock, database, auditKeys, revocations, settings, signingKeys }: Installation,
  log: Logger,
) => {
  const repeat = (everyMs: number, name: string, task: () => Promise<unknown>): NodeJS.Timeout => {
    let [isRunning, isFailing] = [false, false]
    const run = async (): Promise<void> => {
      if (isRunning) return
      isRunning = true
      try {
        await task()
        if (isFailing) log.info(`${name} works again`)
        isFailing = false
      } catch (err) {
        // Told once: an outage would fill the log.
        if (!isFailing) log.warn({ err }, `${name} failed; it is tried again`)
        isFailing = true
      }
      isRunning = false
    }
    return setInterval(() => void run(), everyMs).unref()
  }
  const retentionEnd = (): Date =>
    new Date(clock.now().getTime() - settings.read().audit_retention_days * DAY_MS)
  tellOfSettings(log, { changed: [], unused: settings.unused() })
  const timers = [
    repeat(RELOAD_MS, 'reading the signing keys', signingKeys.reload),
    repeat(RELOAD_MS, 'reading the settings', async () =>
      tellOfSettings(log, await settings.reload()),
    ),
    repeat(SWEEP_MS, 'sweeping expired rows', () => sweep(database, { now: clock.now() })),
    repeat(SWEEP_MS, 'deleting old audit events', () =>
      cutAuditLog(database, auditKeys, retentionEnd()),
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
