import { type ServerRows, serverRows } from '../../../packages/sql/src/testing/server-rows.ts'
import { createServerDatabase } from '../../../packages/sql/src/testing/test-servers.ts'

/** The mail rolls back with all that came with it, when its transaction wants to commit. */
const DOOM = [
  `create function break_off() returns trigger language plpgsql as
    $$ begin raise exception 'broken off by a test'; end $$`,
  `create constraint trigger doom after insert on messages deferrable initially deferred
    for each row when (new.recipient like 'doomed.%') execute function break_off()`,
]

/** A PostgreSQL database of the test's own, and what the test sees of it. */
export interface FleetDatabase extends Pick<ServerRows, 'rows'> {
  readonly url: string
  /** From now on whatever mails `doomed.…` fails as it commits. */
  doom(): Promise<void>
  drop(): Promise<void>
}

export const fleetDatabase = async (): Promise<FleetDatabase> => {
  const database = await createServerDatabase('PostgreSQL')
  const { rows, close } = await serverRows(database.url)
  return {
    url: database.url,
    rows,
    doom: async () => {
      for (const statement of DOOM) await rows(statement)
    },
    drop: async () => {
      await close()
      await database.drop()
    },
  }
}
