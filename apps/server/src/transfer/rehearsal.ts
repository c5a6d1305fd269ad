import type { ImportJournal, UnitOfWork } from '@latchkey/core'

/** Ends a transaction that was only tried. */
class Rehearsed extends Error {}

/** The same units of work, each rolled back at its end: for `--dry-run`. */
export const rehearsed = <Stores extends { readonly journal: ImportJournal }>(
  unitOfWork: UnitOfWork<Stores>,
): UnitOfWork<Stores> => ({
  run: async <T>(work: (stores: Stores) => Promise<T>): Promise<T> => {
    let done: { readonly result: T } | null = null
    try {
      await unitOfWork.run(async (stores) => {
        const journal = { ...stores.journal, advance: async () => true }
        done = { result: await work({ ...stores, journal }) }
        throw new Rehearsed()
      })
    } catch (error) {
      if (!(error instanceof Rehearsed)) throw error
    }
    return resultOf(done)
  },
})

const resultOf = <T>(done: { readonly result: T } | null): T => {
  if (!done) throw new Error('a rehearsal ended without a result')
  return done.result
}
