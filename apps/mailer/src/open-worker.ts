import type { Clock, MailQueue, TicketConsumer } from '@latchkey/core'
import { createRenderer, createWorker, mailSenderFor, ownerId, type Sending } from '@latchkey/mail'
import { type Logger, type MailerConfig, whenDatabaseAnswers } from '@latchkey/process'
import { createSealer, openMailDatabase } from '@latchkey/sql'

interface Options {
  readonly config: MailerConfig
  readonly log: Logger
  readonly clock: Clock
  readonly consumer: TicketConsumer
  /** Ends the waiting for a database. */
  readonly signal: AbortSignal
  readonly onResult: NonNullable<Sending['onResult']>
}

const SENT_NOWHERE =
  'neither SMTP_URL nor RESEND_API_KEY is set: mails are kept in mailbox.jsonl of DATA_DIR'

/** A worker on its database. */
export interface OpenWorker {
  readonly queue: MailQueue
  /** Whether the database answers; never throws. */
  isReady(): Promise<boolean>
  /** Of the mail server. */
  state(): 'healthy' | 'unhealthy'
  stop(): Promise<void>
}

/**
 * Opens the database, however long it stays away or lacks our schema, and starts to send. Rejects
 * with a DatabaseProblem when an operator must mend something, and when it is aborted.
 */
export const openWorker = async (options: Options): Promise<OpenWorker> => {
  const { config, log, clock, consumer, onResult } = options
  const database = await openDatabase(options)
  const { sender, mailbox } = mailSenderFor(config, log)
  if (mailbox) log.warn(SENT_NOWHERE)
  const render = createRenderer()
  const worker = createWorker({
    ...{ queue: database.mailQueue, consumer, sender, clock, owner: ownerId(), log, onResult },
    render: ({ template, data, locale }, brand) => render(template, data, { locale, brand }),
  })
  worker.start()
  return {
    queue: database.mailQueue,
    isReady: database.isReady,
    state: worker.state,
    stop: async () => {
      await worker.stop()
      await sender.close()
      await database.close()
    },
  }
}

const openDatabase = ({ config, log, signal }: Options) => {
  const { database: location, sqliteSynchronous: synchronous, mailKeys } = config
  const sealer = createSealer(mailKeys)
  return whenDatabaseAnswers(() => openMailDatabase({ location, synchronous, sealer }), {
    log,
    signal,
    meanwhile: 'Until then this worker sends no mail.',
  })
}
