import { type Mail, type MailSender, type SendOutcome, unreachableBackoffMs } from '@latchkey/core'
import type { MailLog } from './mail-log.ts'

/** A sender that can find out, without a mail, whether it would get through. */
export interface CheckedSender extends MailSender {
  verify(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
}

interface FailoverOptions {
  /** The preferred one first, each under a name for the log. */
  readonly senders: Readonly<Record<string, CheckedSender>>
  readonly log: MailLog
  readonly now?: () => Date
}

/**
 * Sends by the first of several senders that can be reached.
 *
 * Only a mail that nobody heard of (`unreachable`) goes to the next one: a refusal is an answer, and
 * a mail that may have been taken would arrive twice. A sender that is away is left out, and checked
 * now and then beside the mails, so that none waits for it; if all are away, each mail tries them all.
 */
export const failoverSender = ({
  senders,
  log,
  now = () => new Date(),
}: FailoverOptions): MailSender => {
  const ways = Object.entries(senders).map(([name, sender]) => watched(name, sender, log, now))
  return {
    send: async (mail) => {
      const open = ways.filter((way) => way.isOpen())
      const reasons: string[] = []
      for (const way of open.length > 0 ? open : ways) {
        const outcome = await way.send(mail)
        if (outcome.kind !== 'unreachable') return outcome
        reasons.push(`${way.name}: ${outcome.reason}`)
      }
      return { kind: 'unreachable', reason: reasons.join('; ') }
    },
    close: async () => {
      await Promise.all(ways.map((way) => way.close()))
    },
  }
}

/** A sender, and what is known about whether it can be reached. */
const watched = (name: string, sender: CheckedSender, log: MailLog, now: () => Date) => {
  let failures = 0
  let isAway = false
  let checkAt = 0

  const missed = (reason: string) => {
    // Several mails that notice one outage together are one failure.
    if (isAway && now().getTime() < checkAt) return
    if (failures === 0) log.warn({ sender: name, reason }, 'mails go by the next sender')
    checkAt = now().getTime() + unreachableBackoffMs(failures, Math.random)
    failures += 1
    isAway = true
  }
  const reached = () => {
    if (failures > 0) log.info({ sender: name }, 'the mail sender can be reached again')
    failures = 0
    isAway = false
  }
  const check = async () => {
    // Nobody checks beside us.
    checkAt = Number.POSITIVE_INFINITY
    const found = await sender.verify().catch(() => ({ ok: false, reason: 'the check failed' }))
    checkAt = 0
    // A mail has the last word: a server may let us in and take nothing.
    if (found.ok) isAway = false
    else missed('reason' in found ? found.reason : '')
  }

  return {
    name,
    close: () => sender.close(),
    isOpen: (): boolean => {
      if (isAway && now().getTime() >= checkAt) void check()
      return !isAway
    },
    send: async (mail: Mail): Promise<SendOutcome> => {
      const outcome = await sender.send(mail)
      if (outcome.kind === 'unreachable') missed(outcome.reason)
      else reached()
      return outcome
    },
  }
}
