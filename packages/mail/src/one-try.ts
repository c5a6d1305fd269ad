import {
  type ClaimedMessage,
  type SendOutcome,
  type Settlement,
  settleDelivery,
} from '@latchkey/core'
import { deliver } from './deliver.ts'
import type { MailLog } from './mail-log.ts'
import type { MailServerOutage } from './outage.ts'
import type { Sending } from './sending.ts'
import { settleWithRetries } from './settle.ts'

/** One try of a message that we hold: sends it and records what became of it. Never throws. */
export const oneTry = (sending: Sending, outage: MailServerOutage) => {
  const { clock, log, onResult } = sending
  const send = deliver(sending)
  const settle = settleWithRetries(sending)

  const tryNow = async (message: ClaimedMessage): Promise<Settlement> => {
    const outcome = await send(message)
    const now = clock.now()
    // A decoy was not sent: its outcome says nothing about the mail server.
    if (message.order.to !== null) tellOutage(log, outage.note(outcome, now), outcome)
    return settleDelivery({ message, outcome, now, random: Math.random })
  }

  return async (message: ClaimedMessage): Promise<void> => {
    const result = isExpired(message, clock.now()) ? expired(message) : await tryNow(message)
    tellLoss(log, message, result)
    onResult?.(result, message)
    await settle(message.id, result)
  }
}

const isExpired = ({ order }: ClaimedMessage, now: Date): boolean => order.expiresAt <= now

const expired = ({ tries, deferrals }: ClaimedMessage): Settlement => ({
  state: 'failed',
  tries,
  deferrals,
  nextTryAt: null,
  reason: 'expired',
})

const tellOutage = (log: MailLog, change: 'began' | 'ended' | null, outcome: SendOutcome) => {
  if (change === 'began' && outcome.kind !== 'sent')
    log.warn({ reason: outcome.reason }, 'the mail server cannot be reached; mails wait')
  if (change === 'ended') log.info({}, 'the mail server is there again')
}

const tellLoss = (log: MailLog, { id, order }: ClaimedMessage, result: Settlement) => {
  const { state, reason, tries } = result
  if (state !== 'dead' && state !== 'failed') return
  log.warn({ messageId: id, template: order.template, tries, reason }, 'a mail is given up')
}
