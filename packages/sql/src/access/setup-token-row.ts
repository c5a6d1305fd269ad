import type { SecretHash } from '@latchkey/core'
import type { Instant } from '../shared/columns.ts'

export interface SetupTokenRow {
  id: string
  secret_hash: SecretHash
  expires_at: Instant
}
