import { audit } from '@latchkey/contract'
import {
  type AuditFilter,
  FILTER_NAMES,
  type FilterFields,
  type FilterName,
} from './audit-filter.ts'

const isName = (name: unknown): name is FilterName => FILTER_NAMES.some((one) => one === name)

/** What of the fields the API would refuse. */
export const wrongOf = (fields: FilterFields): readonly FilterName[] => {
  const { error } = audit.listEvents.schema.querystring.safeParse(fields)
  return [...new Set((error?.issues ?? []).map(({ path }) => path[0]).filter(isName))]
}

/** The filter that the fields are; null while one of them is wrong. */
export const filterOf = (fields: FilterFields): AuditFilter | null =>
  wrongOf(fields).length === 0 ? (fields as AuditFilter) : null
