import type { ImportJournal, ImportProgress } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { ImportRow } from './import-row.ts'

/** Imports that have not ended, in SQL. */
export const sqlImportJournal = ({ write }: Pick<Connections, 'write'>): ImportJournal => ({
  begin: (source, importId, now) =>
    atomically({ write }, async (transaction) => {
      const none = { records: 0, imported: 0, present: 0, refused: 0 }
      const rest = { report_bytes: 0, report_tail: '', updated_at: toInstant(now) }
      const insert = transaction
        .insertInto('imports')
        .values({ source, id: importId, ...none, ...rest })
      await dialectOf(write).insertUnlessThere(insert, { columns: ['source'], name: 'PRIMARY' })
      const row = await transaction
        .selectFrom('imports')
        .selectAll()
        .where('source', '=', source)
        .executeTakeFirstOrThrow()
      return toProgress(row)
    }),

  advance: async (before, after, now) => {
    const { numUpdatedRows } = await write
      .updateTable('imports')
      .set({
        records: after.records,
        imported: after.imported,
        present: after.present,
        refused: after.refused,
        report_bytes: after.reportBytes,
        report_tail: after.reportTail,
        updated_at: toInstant(now),
      })
      .where('id', '=', before.importId)
      .where('records', '=', before.records)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  },

  end: async ({ importId, records }) => {
    const { numDeletedRows } = await write
      .deleteFrom('imports')
      .where('id', '=', importId)
      .where('records', '=', records)
      .executeTakeFirst()
    return numDeletedRows === 1n
  },
})

const toProgress = (row: ImportRow): ImportProgress => ({
  importId: row.id,
  records: Number(row.records),
  imported: Number(row.imported),
  present: Number(row.present),
  refused: Number(row.refused),
  reportBytes: Number(row.report_bytes),
  reportTail: row.report_tail,
})
