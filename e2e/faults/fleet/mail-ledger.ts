import type { MailSink } from '../mail-sink.ts'
import type { Fleet } from './fleet.ts'

/** What a mail is asked for. */
export type Purpose = 'registration' | 'code'

/** What clients were told, and what the test did to whom. */
export interface MailLedger {
  /** Addresses whose 202 was received, and what each was promised. */
  readonly acknowledged: Map<string, Purpose>
  /** Addresses whose change could not be committed. */
  readonly rolledBack: string[]
  /** Requests without an answer: nobody knows what became of them. */
  unanswered: number
  /** Requests for a code that were told to come again later: Redis was slow. */
  refused: number
  /** The longest that somebody waited who asked for a code, in milliseconds; nothing is hashed then. */
  slowestMs: number
  /** Ids of the mails that a worker had in its hands when it was killed or held. */
  readonly inHands: Set<string>
  /** Answers that nothing explains. */
  readonly surprises: string[]
}

export const emptyMailLedger = (): MailLedger => ({
  acknowledged: new Map(),
  rolledBack: [],
  unanswered: 0,
  refused: 0,
  slowestMs: 0,
  inHands: new Set(),
  surprises: [],
})

/** What became of everything. */
export interface Findings {
  readonly sent: number
  /** Acknowledged addresses without the mail they were promised. */
  readonly lost: readonly string[]
  /** Repeats of what a worker had in its hands: it cannot have known whether the mail was taken. */
  readonly repeatedFromHands: readonly string[]
  /** Repeats that nothing excuses. */
  readonly repeated: readonly string[]
  /** Repeats that are another mail than the first. */
  readonly altered: readonly string[]
  /** Mails that no committed row explains, or that went to another address. */
  readonly strangers: readonly string[]
  /** Those who got a mail about a change that was rolled back. */
  readonly fromNowhere: readonly string[]
}

type Email = Pick<
  ReturnType<MailSink['mails']>[number],
  'messageId' | 'to' | 'subject' | 'text' | 'html'
>

const idOf = ({ messageId = '' }: Email): string => /^<([^@]+)@/.exec(messageId)?.[1] ?? messageId
const recipientOf = ({ to }: Email): string => to?.map(({ address }) => address).join() ?? ''
const contentOf = (mail: Email): string =>
  JSON.stringify([mail.messageId, recipientOf(mail), mail.subject, mail.text, mail.html])

const isFor = (purpose: Purpose, { text = '' }: Email): boolean =>
  /\b\d{6}\b/.test(text) && text.includes('/auth/verify-email#token=') === (purpose !== 'code')

/** Compares what was promised with what arrived; `committed` has the recipient of each message. */
export const compare = (
  { acknowledged, rolledBack, inHands }: MailLedger,
  mails: readonly Email[],
  committed: ReadonlyMap<string, string>,
): Findings => {
  const byRecipient = Map.groupBy(mails, recipientOf)
  const byId = [...Map.groupBy(mails, idOf)]
  const repeats = byId.flatMap(([id, same]) => Array<string>(same.length - 1).fill(id))
  return {
    sent: mails.length,
    lost: [...acknowledged].flatMap(([email, purpose]) =>
      byRecipient.get(email)?.some((mail) => isFor(purpose, mail)) ? [] : [email],
    ),
    repeatedFromHands: repeats.filter((id) => inHands.has(id)),
    repeated: repeats.filter((id) => !inHands.has(id)),
    altered: byId.flatMap(([id, same]) => (new Set(same.map(contentOf)).size > 1 ? [id] : [])),
    strangers: mails.filter((mail) => committed.get(idOf(mail)) !== recipientOf(mail)).map(idOf),
    fromNowhere: rolledBack.filter((email) => byRecipient.has(email)),
  }
}

/** Compares the ledger with the mail server and the database of a fleet. */
export const findingsOf = async (
  ledger: MailLedger,
  { sink, database }: Fleet,
): Promise<Findings> => {
  const rows = await database.rows('select id, recipient from messages')
  const committed = rows.map(({ id, recipient }) => [String(id), String(recipient)] as const)
  return compare(ledger, sink.mails(), new Map(committed))
}
