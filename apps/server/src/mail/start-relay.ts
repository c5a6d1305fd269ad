import { amqpPublisher, parseAmqpUrl } from '@latchkey/broker'
import type { MailQueue } from '@latchkey/core'
import { createRelay, mailSenderFor, ownerId } from '@latchkey/mail'
import type { Config, Logger } from '@latchkey/process'
import type { Installation } from '../installation.ts'
import { areMailsHeldUp } from './held-up.ts'
import type { MailPart } from './start-mail.ts'

interface Relaying {
  readonly amqpUrl: string
  readonly queue: MailQueue
  readonly log: Logger
}

/** Gives the mails of the outbox to the broker, for the mail workers to send. */
export const startRelay = (
  { config, clock, storage }: Installation,
  { amqpUrl, queue, log }: Relaying,
): MailPart => {
  const parsed = parseAmqpUrl(amqpUrl)
  if (!parsed.ok) throw new Error(`AMQP_URL ${parsed.problem}`)
  const publisher = amqpPublisher({ address: parsed.address, log })
  const relay = createRelay({ queue, publisher, clock, owner: ownerId(), log })
  const stopListening = storage.onMessagesCommitted(relay.wake)
  relay.start()

  return {
    mailbox: isSentNowhere(config) ? mailSenderFor(config, log).mailbox : null,
    state: async () => ((await areMailsHeldUp(queue, clock)) ? 'unhealthy' : 'healthy'),
    broker: publisher.state,
    async stop() {
      stopListening()
      await relay.stop()
      await publisher.close()
    },
  }
}

/** A worker beside a development server keeps its mails in the same mailbox. */
const isSentNowhere = ({ production, smtpUrl, resendApiKey }: Config): boolean =>
  !production && smtpUrl === null && resendApiKey === null
