import {
  createDispatcher,
  createRenderer,
  type DevMailbox,
  mailSenderFor,
  ownerId,
  queueWithinBudget,
  type Sending,
} from '@latchkey/mail'
import type { Logger } from '@latchkey/process'
import type { Vital } from '../http/health.route.ts'
import type { Installation } from '../installation.ts'

/** What brings the mails of the outbox on their way. */
export interface MailPart {
  /** Where a developer reads mails that are not sent; null when they are. */
  readonly mailbox: DevMailbox | null
  /** Whether mails go out. */
  state(): Promise<Vital>
  /** Whether the broker takes them; `disabled` when this process sends them itself. */
  broker(): Vital
  /** Finishes what is under way, for at most 10 s; the rest stays in the outbox. */
  stop(): Promise<void>
}

/** Starts to drain the outbox: through the broker when there is one, else in this process. */
export const startMail = async (
  installation: Installation,
  log: Logger,
  onResult?: Sending['onResult'],
): Promise<MailPart> => {
  const { config, clock, storage, settings } = installation
  const limit = () => settings.read().rate_limit_mail_total
  const queue = queueWithinBudget({ queue: storage.mailQueue, limit, clock, log })
  const { amqpUrl } = config
  if (amqpUrl === null) return startDispatcher(installation, { queue, log, onResult })
  // An embedded server does without the broker's client.
  return (await import('./start-relay.ts')).startRelay(installation, { amqpUrl, queue, log })
}

interface Dispatching extends Pick<Sending, 'queue'> {
  readonly log: Logger
  readonly onResult: Sending['onResult'] | undefined
}

/** Sends the mails in this process, by the configured way, else into the dev mailbox. */
const startDispatcher = (
  { config, clock, storage }: Installation,
  { queue, log, onResult }: Dispatching,
): MailPart => {
  const { sender, mailbox } = mailSenderFor(config, log)
  const render = createRenderer()
  const dispatcher = createDispatcher({
    queue,
    sender,
    render: ({ template, data, locale }, brand) => render(template, data, { locale, brand }),
    clock,
    owner: ownerId(),
    log,
    ...(onResult && { onResult }),
  })
  const stopListening = storage.onMessagesCommitted(dispatcher.wake)
  dispatcher.start()
  return {
    mailbox,
    state: async () => dispatcher.state(),
    broker: () => 'disabled',
    async stop() {
      stopListening()
      await dispatcher.stop()
      await sender.close()
    },
  }
}
