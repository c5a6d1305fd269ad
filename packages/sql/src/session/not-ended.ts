import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../shared/schema.ts'

const NEVER = -1

/**
 * That a session has not been ended, for statements that name it by its id. No index serves this
 * form: on `revoked_at is null` MySQL would rather search, and lock, every live session.
 */
export const notEnded = (eb: ExpressionBuilder<Schema, 'sessions'>) =>
  eb(eb.fn.coalesce('revoked_at', eb.lit(NEVER)), '=', eb.lit(NEVER))
