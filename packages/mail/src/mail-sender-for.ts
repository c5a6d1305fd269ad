import { join } from 'node:path'
import type { MailSender } from '@latchkey/core'
import { type DevMailbox, devMailbox } from './dev-mailbox.ts'
import { failoverSender } from './failover-sender.ts'
import type { MailLog } from './mail-log.ts'
import { resendSender } from './resend-sender.ts'
import { smtpSender } from './smtp-sender.ts'

/** What decides by which way mails leave. */
export interface MailConfig {
  readonly smtpUrl: string | null
  readonly resendApiKey: string | null
  /** The sender, such as `Latchkey <no-reply@example.com>`. */
  readonly mailFrom: string
  /** The folder of the dev mailbox; exists. */
  readonly dataDir: string
}

// With another way at hand a server that keeps us waiting counts as away earlier.
const IMPATIENT = { connectionMs: 10_000, greetingMs: 10_000 }

/**
 * The way by which mails leave: SMTP, Resend, SMTP with Resend behind it, or the dev mailbox when
 * nothing is configured. `mailbox` is that mailbox, and null when mails are sent.
 */
export const mailSenderFor = (
  { smtpUrl, resendApiKey: apiKey, mailFrom: from, dataDir }: MailConfig,
  log: MailLog,
): { readonly sender: MailSender; readonly mailbox: DevMailbox | null } => {
  const sent = (sender: MailSender) => ({ sender, mailbox: null })
  if (smtpUrl !== null && apiKey !== null) {
    const smtp = smtpSender({ url: smtpUrl, from, timeouts: IMPATIENT })
    return sent(
      failoverSender({ senders: { SMTP: smtp, Resend: resendSender({ apiKey, from }) }, log }),
    )
  }
  if (smtpUrl !== null) return sent(smtpSender({ url: smtpUrl, from }))
  if (apiKey !== null) return sent(resendSender({ apiKey, from }))
  const mailbox = devMailbox({ file: join(dataDir, 'mailbox.jsonl') })
  return { sender: mailbox, mailbox }
}
