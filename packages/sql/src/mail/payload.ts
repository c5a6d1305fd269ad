import type { ClaimedMessage, MailOrder } from '@latchkey/core'
import { fromJson, toDate, toJson } from '../shared/columns.ts'
import type { Sealer } from '../shared/sealer.ts'
import type { MessageRow } from './message-row.ts'

/** What an installation is called that nobody gave a name. */
export const PRODUCT_NAME = 'Latchkey'

/** An order, and what the installation was called when it was given. */
export type Branded = Pick<ClaimedMessage, 'order' | 'brand'>

/** What a payload is sealed for: this row and no other. */
const purposeOf = (messageId: string): string => `messages.payload:${messageId}`

/**
 * Seals what the mail says and to whom it goes: the recipient stands readable in its row, and who may
 * write there must not be able to lead a code or a link elsewhere. So is the name of the installation: a
 * repeat says the same as the first try, and who sends needs no settings.
 */
export const sealPayload = (sealer: Sealer, id: string, { order, brand }: Branded): string =>
  sealer.seal(purposeOf(id), toJson({ ...order.data, recipient: order.to ?? '', brand }))

/** What is sealed beside what the template needs. */
interface Sealed {
  readonly recipient?: string
  readonly brand?: string
}

/**
 * The order of a row; null when its payload or its recipient was changed, or when it is sealed under
 * a key we do not hold. What an earlier version sealed names no recipient,
 * or no brand.
 */
export const openOrder = (sealer: Sealer, row: MessageRow): Branded | null => {
  const { id, template, recipient: to, locale, payload } = row
  try {
    const opened = fromJson<MailOrder['data'] & Sealed>(sealer.open(purposeOf(id), payload ?? ''))
    const { recipient = to, brand = PRODUCT_NAME, ...data } = opened
    if (recipient !== to) return null
    const expiresAt = toDate(row.expires_at)
    return { order: { template, to: to || null, locale, data, expiresAt } as MailOrder, brand }
  } catch {
    return null
  }
}
