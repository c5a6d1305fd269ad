import { join } from 'node:path'
import {
  createDispatcher,
  createRenderer,
  type DevMailbox,
  devMailbox,
  ownerId,
  smtpSender,
} from '@latchkey/mail'
import type { Logger } from '../http/logger.ts'
import type { Installation } from '../installation.ts'

/** The product's name in mails and on pages, until it is a setting. */
export const BRAND_NAME = 'Latchkey'

/** Starts to drain the outbox, by SMTP when it is configured, else into the dev mailbox. */
export const startMail = (installation: Installation, log: Logger) => {
  const { config, clock, storage } = installation
  const mailbox: DevMailbox | null =
    config.smtpUrl === null ? devMailbox({ file: join(config.dataDir, 'mailbox.jsonl') }) : null
  const sender = mailbox ?? smtpSender({ url: config.smtpUrl ?? '', from: config.mailFrom })
  const render = createRenderer()
  const dispatcher = createDispatcher({
    queue: storage.mailQueue,
    sender,
    render: ({ template, data, locale }) => render(template, data, { locale, brand: BRAND_NAME }),
    clock,
    owner: ownerId(),
    log,
  })
  storage.onMessagesCommitted(dispatcher.wake)
  dispatcher.start()
  return {
    mailbox,
    state: dispatcher.state,
    async stop() {
      await dispatcher.stop()
      await sender.close()
    },
  }
}
