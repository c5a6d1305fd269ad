import type { JsonText } from '../shared/columns.ts'

/** A role that is not built in. */
export interface RoleRow {
  name: string
  description: string
  permissions: JsonText
}
