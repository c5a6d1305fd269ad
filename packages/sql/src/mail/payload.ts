import type { MailOrder } from '@latchkey/core'
import { fromJson, toDate, toJson } from '../shared/columns.ts'
import type { MessageRow } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'

/** What a payload is sealed for: this row and no other. */
const purposeOf = (messageId: string): string => `messages.payload:${messageId}`

export const sealPayload = (sealer: Sealer, id: string, order: MailOrder): string =>
  sealer.seal(purposeOf(id), toJson(order.data))

/** The order of a row; null when its payload was changed or sealed under a key we do not hold. */
export const openOrder = (sealer: Sealer, row: MessageRow): MailOrder | null => {
  const { id, template, recipient: to, locale, payload } = row
  try {
    const data = fromJson<MailOrder['data']>(sealer.open(purposeOf(id), payload ?? ''))
    return {
      template,
      to: to || null,
      locale,
      data,
      expiresAt: toDate(row.expires_at),
    } as MailOrder
  } catch {
    return null
  }
}
