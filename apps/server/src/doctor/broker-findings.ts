import { checkBroker, parseAmqpUrl } from '@latchkey/broker'
import type { Config } from '@latchkey/process'
import { bad, type Finding, note, ok } from './finding.ts'

/** Whether the broker takes us, whether anybody takes mails from it, and what lies aside there. */
export const brokerFindings = async ({ amqpUrl }: Config): Promise<Finding[]> => {
  const parsed = amqpUrl === null ? null : parseAmqpUrl(amqpUrl)
  if (!parsed?.ok) return []
  const about = 'broker'
  const { shown } = parsed.address
  const found = await checkBroker(parsed.address)
  if (!found.ok) return [bad(about, `${shown}: ${found.reason}`, found.mend)]
  const { waiting, dead, workers } = found
  const nobody = `nobody takes mails from it, so none is sent (${waiting} wait)`
  const strange = `${dead} messages that are not ours lie in latchkey.mail.dead`
  return [
    ok(about, shown),
    workers === 0
      ? note(about, nobody, 'start a mail worker: npm run mailer')
      : ok(about, `mail workers: ${workers}; ${waiting} wait`),
    ...(dead > 0 ? [note(about, strange, 'find out who else writes to latchkey.mail')] : []),
  ]
}
