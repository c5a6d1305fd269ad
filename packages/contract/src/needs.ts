import type { Permission } from '@latchkey/core/rules'

interface Call {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
}

/** A call of the admin API, and the permission without which it is refused before all else. */
export const needs = <const C extends Call>(permission: Permission, call: C) => ({
  permission,
  schema: {
    ...call,
    description: [call.description, `Needs \`${permission}\`.`].filter(Boolean).join(' '),
    tags: ['Administration'],
    security: [{ bearer: [] }, { cookie: [] }],
  },
})
