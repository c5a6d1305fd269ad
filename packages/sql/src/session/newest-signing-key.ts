import { withSource } from '../copy/open-source.ts'
import type { Schema } from '../shared/schema.ts'
import { type StoredSigningKey, sqlSigningKeys } from './signing-keys.ts'

/** The newest key in a database that no server need run on; null when it has none. Only reads. */
export const newestSigningKey = (location: string): Promise<StoredSigningKey | null> =>
  withSource<StoredSigningKey | null, Schema>(location, async (read) => {
    const keys = await sqlSigningKeys({ read, write: read }).all()
    return keys.at(-1) ?? null
  })
