import type { ClaimedMessage, MailOrder, MailSender, SendOutcome } from '@latchkey/core'
import type { DispatchLog } from './dispatch-log.ts'
import { nameOf } from './message-desk.ts'
import type { RenderedMail } from './renderer.ts'

interface Delivery {
  readonly sender: MailSender
  readonly render: (order: MailOrder) => RenderedMail
  readonly log: DispatchLog
}

/** Renders a message and hands it to the mail server, unless it is a decoy. Never throws: a fault becomes an outcome. */
export const deliver =
  ({ sender, render, log }: Delivery) =>
  async ({ id, order, createdAt }: ClaimedMessage): Promise<SendOutcome> => {
    const fields = { messageId: id, template: order.template }
    let mail: RenderedMail
    try {
      mail = render(order)
    } catch (error) {
      log.warn({ ...fields, error: nameOf(error) }, 'a mail cannot be rendered')
      return { kind: 'refused', permanent: false, reason: 'the mail cannot be rendered' }
    }
    if (order.to === null) return { kind: 'sent' }
    try {
      return await sender.send({ ...mail, id, to: order.to, createdAt })
    } catch (error) {
      log.warn({ ...fields, error: nameOf(error) }, 'the mail sender failed')
      return { kind: 'unreachable', reason: 'the mail sender failed' }
    }
  }
