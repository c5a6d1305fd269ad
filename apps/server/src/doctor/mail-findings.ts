import { resendSender, smtpSender } from '@latchkey/mail'
import type { Config } from '@latchkey/process'
import { bad, type Finding, note, ok } from './finding.ts'

/** What an operator does about what a sender says; the first that fits. */
const MENDS: readonly (readonly [RegExp, string])[] = [
  [/cannot be resolved/, 'correct the host in SMTP_URL'],
  [/STARTTLS/, 'write smtps:// in SMTP_URL, or the port that offers STARTTLS, mostly 587'],
  [/user or password|log us in|wants a login/, 'correct user and password in SMTP_URL'],
  [/our sender/, 'set MAIL_FROM to an address that the mail server lets us send from'],
  [/TLS/, 'correct the host in SMTP_URL, or name the authority in NODE_EXTRA_CA_CERTS'],
  [/Resend does not let us/, 'correct RESEND_API_KEY and MAIL_FROM'],
  [/Resend/, 'see whether this machine reaches api.resend.com; mails wait meanwhile'],
  [/./, 'start the mail server, correct host and port in SMTP_URL, or open the firewall'],
]

const refused = (reason: string): Finding =>
  bad('mail', reason, MENDS.find(([pattern]) => pattern.test(reason))?.[1] ?? null)

/** Whether each way to send lets us in. No mail is sent. */
export const mailFindings = async (
  config: Config,
  patienceMs: number | null,
): Promise<readonly Finding[]> => {
  const { smtpUrl, resendApiKey, production } = config
  const found = await Promise.all([
    ...(smtpUrl === null ? [] : [smtpFinding(smtpUrl, config.mailFrom, patienceMs)]),
    ...(resendApiKey === null ? [] : [resendFinding(resendApiKey, config.mailFrom, patienceMs)]),
  ])
  if (found.length > 0) return found
  if (production) return [ok('mail', 'the mail workers send')]
  const none = 'neither SMTP_URL nor RESEND_API_KEY is set: mails are kept in the mailbox page'
  return [note('mail', none)]
}

const smtpFinding = async (url: string, from: string, ms: number | null): Promise<Finding> => {
  const timeouts = ms === null ? {} : { connectionMs: ms, greetingMs: ms, socketMs: ms }
  const sender = smtpSender({ url, from, timeouts })
  try {
    const result = await sender.verify()
    return result.ok ? ok('mail', 'the mail server accepts us') : refused(result.reason)
  } finally {
    await sender.close()
  }
}

const resendFinding = async (apiKey: string, from: string, ms: number | null): Promise<Finding> => {
  const limit = ms === null ? {} : { timeoutMs: ms }
  const result = await resendSender({ apiKey, from, ...limit }).verify()
  const known = 'Resend knows the key; it must have verified the domain of MAIL_FROM too'
  return result.ok ? ok('mail', known) : refused(result.reason)
}
