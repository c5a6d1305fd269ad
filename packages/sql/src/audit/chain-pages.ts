import type { Kysely } from 'kysely'
import type { Schema } from '../shared/schema.ts'
import type { AuditCheckpointRow, AuditEventRow } from './audit-rows.ts'

const PAGE = 500

type Db = Kysely<Schema>

/**
 * The linked events in the order of their places, from after `first` to `last`. A place that is
 * there twice, which the index forbids, comes twice.
 */
export const linkedPages = async function* (
  db: Db,
  first: number,
  last: number,
): AsyncGenerator<readonly AuditEventRow[]> {
  for (let from = first + 1, seen = ''; ; ) {
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('sequence', '>=', from)
      .where('sequence', '<=', last)
      .orderBy('sequence')
      .limit(PAGE + 1)
      .execute()
    const page = rows.filter(({ id }) => id !== seen)
    const end = page.at(-1)
    if (!end) return
    yield page
    from = end.sequence ?? last
    seen = end.id
  }
}

/** The events that wait to be linked. */
export const unlinkedPages = async function* (db: Db): AsyncGenerator<readonly AuditEventRow[]> {
  for (let after = ''; ; ) {
    const page = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('sequence', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute()
    const end = page.at(-1)
    if (!end) return
    yield page
    after = end.id
  }
}

/** The checkpoints from number `first` on, in the order of their numbers. */
export const checkpointsFrom = async function* (
  db: Db,
  first: number,
): AsyncGenerator<AuditCheckpointRow> {
  for (let from = first; ; ) {
    const page = await db
      .selectFrom('audit_checkpoints')
      .selectAll()
      .where('number', '>=', from)
      .orderBy('number')
      .limit(PAGE)
      .execute()
    yield* page
    const end = page.at(-1)
    if (!end) return
    from = end.number + 1
  }
}
