import { setTimeout as wait } from 'node:timers/promises'
import { ownerId } from '@latchkey/mail'
import type { Logger } from '@latchkey/process'
import { auditLinker, type LinkRound } from '@latchkey/sql'
import type { Installation } from '../installation.ts'

const ROUND_MS = 250
/** A chain that is broken stays so until somebody mends it: that is told once a minute. */
const COMPLAIN_MS = 60_000
/** What a stop may take: a database that hangs must not hold it up, and others link what is left. */
const STOP_MS = 2_000

/** Links what this and other processes record to the chain of the audit log, four times a second. */
export const startLinking = (
  { clock, database, auditKeys }: Pick<Installation, 'clock' | 'database' | 'auditKeys'>,
  log: Logger,
) => {
  const linker = auditLinker(database, auditKeys, { owner: ownerId() })
  const complain = seldom(COMPLAIN_MS)
  const stopping = new AbortController()
  const round = async (): Promise<void> => {
    try {
      tell(log, await linker.round(clock.now()), complain)
    } catch (err) {
      if (stopping.signal.aborted) return
      complain(() => log.error({ err }, 'the audit log cannot be linked; it is tried again'))
    }
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await round()
      await wait(ROUND_MS, null, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
    // What the last requests recorded; and another process need not wait for us.
    await round()
    await linker.release().catch(() => undefined)
  }
  const running = run()
  return {
    /** Links what the last requests recorded, for at most two seconds. */
    stop: async (): Promise<void> => {
      stopping.abort()
      await Promise.race([running, wait(STOP_MS, null, { ref: false })])
    },
  }
}

type Seldom = (act: () => void) => void

/** Runs what it is given at most once in so long. */
const seldom = (everyMs: number): Seldom => {
  let last = Number.NEGATIVE_INFINITY
  return (act) => {
    if (performance.now() < last + everyMs) return
    last = performance.now()
    act()
  }
}

/** A checkpoint in a log that is kept elsewhere proves later that nobody put an old database there. */
const tell = (log: Logger, round: LinkRound, complain: Seldom): void => {
  for (const { sequence, digest } of round.checkpoints)
    log.info({ checkpoint: `${sequence}:${digest}` }, 'audit checkpoint')
  if (round.wentBack)
    log.error(
      round.wentBack,
      'the audit log went back: an older state of the database was put there',
    )
  if (round.forged > 0)
    log.error({ events: round.forged }, 'events that Latchkey did not record are in the audit log')
  if (round.unreadable > 0)
    complain(() =>
      log.error(
        { events: round.unreadable },
        'events are not linked because the key of their person cannot be opened',
      ),
    )
}
