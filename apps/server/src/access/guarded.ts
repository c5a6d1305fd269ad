import type { Permission } from '@latchkey/core'

/** What a route of the admin API is registered with: its schema, and the permission it needs. */
export const guarded = <S>({
  permission,
  schema,
}: {
  readonly permission: Permission
  readonly schema: S
}) => ({ schema, config: { permission } })
