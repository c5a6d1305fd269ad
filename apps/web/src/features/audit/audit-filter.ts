import type { AUDIT_ACTIONS } from '@latchkey/core/rules'

/** Which events are meant, as the API takes it. Instants are ISO 8601. */
export interface AuditFilter {
  readonly from?: string
  readonly to?: string
  readonly action?: (typeof AUDIT_ACTIONS)[number]
  readonly success?: 'true' | 'false'
  readonly code?: string
  readonly userId?: string
  readonly actorId?: string
  readonly ipAddress?: string
  readonly requestId?: string
}

export type FilterName = keyof AuditFilter
export type FilterFields = Readonly<Partial<Record<FilterName, string>>>

export const FILTER_NAMES = [
  ...(['from', 'to', 'action', 'success', 'code', 'userId', 'actorId'] as const),
  ...(['ipAddress', 'requestId'] as const),
] satisfies FilterName[]

/** What an address says of the filter, valid or not. */
export const fieldsIn = (search: URLSearchParams): FilterFields =>
  Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = search.get(name)?.trim()
      return value ? [[name, value]] : []
    }),
  )

/** The same as part of an address; what is empty is left out. */
export const searchOf = (fields: FilterFields): URLSearchParams => {
  const filled = FILTER_NAMES.flatMap((name) => {
    const value = fields[name]?.trim()
    return value ? [[name, value]] : []
  })
  return new URLSearchParams(filled)
}
