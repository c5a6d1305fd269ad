import type { Config, Logger } from '@latchkey/process'
import closeWithGrace from 'close-with-grace'

/** What an orderly stop may take beside the hashing queue: the mails in the air and a margin. */
const MARGIN_MS = 20_000
/** A worker gives up before its primary does. */
const WORKER_LEAD_MS = 1_000

/** What a terminal or a service manager may send to every process of a group. */
const GROUP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Options {
  readonly config: Config
  readonly log: Logger
  /** Whether the end may be asked for twice: by the primary, and by whoever signals the whole group. */
  readonly isWorker: boolean
}

/**
 * Runs `end` when the process is told to stop, or after an error that nobody handled, and then ends
 * the process: with 0, or with 1 after an error or when `end` takes too long.
 */
export const endInOrder = ({ config, log, isWorker }: Options, end: () => Promise<void>): void => {
  let ending: Promise<void> | null = null
  const delay = config.hashMaxWaitMs + MARGIN_MS - (isWorker ? WORKER_LEAD_MS : 0)
  const skip = isWorker ? [...GROUP_SIGNALS] : []
  const { close } = closeWithGrace({ delay, logger: false, skip }, async ({ err }) => {
    if (err) log.fatal({ err }, 'the process ends after an error nobody handled')
    ending ??= end()
    await ending
  })
  let isAsked = false
  for (const signal of skip)
    process.on(signal, () => {
      if (!isAsked) close()
      isAsked = true
    })
}
