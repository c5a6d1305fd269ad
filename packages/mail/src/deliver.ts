import type { ClaimedMessage, SendOutcome } from '@latchkey/core'
import { nameOf } from './mail-log.ts'
import type { RenderedMail } from './renderer.ts'
import type { Sending } from './sending.ts'

/** Renders a message and hands it to the mail server, unless it is a decoy. Never throws: a fault becomes an outcome. */
export const deliver =
  ({ sender, render, log }: Pick<Sending, 'sender' | 'render' | 'log'>) =>
  async ({ id, order, brand, createdAt }: ClaimedMessage): Promise<SendOutcome> => {
    const fields = { messageId: id, template: order.template }
    let mail: RenderedMail
    try {
      mail = render(order, brand)
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
