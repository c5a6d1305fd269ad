const MAX_NAMES = 300

/**
 * Names under which a PostgreSQL connection keeps statements parsed and planned, which costs the
 * server more than running most of ours. A statement has one from its second use on, so that those
 * with lists of varying length take none; no connection keeps more than 300.
 */
export const statementNames = () => {
  const names = new Map<string, string>()
  const seenOnce = new Set<string>()
  let generation = 0
  return {
    /** The name for `statement`; undefined when it is sent without. */
    nameOf: (statement: string): string | undefined => {
      const known = names.get(statement)
      if (known !== undefined || names.size >= MAX_NAMES) return known
      if (!seenOnce.has(statement)) {
        if (seenOnce.size >= MAX_NAMES) seenOnce.clear()
        seenOnce.add(statement)
        return undefined
      }
      seenOnce.delete(statement)
      const name = `latchkey_${generation}_${names.size}`
      names.set(statement, name)
      return name
    },
    /** Takes other names from now on: the schema changed, and kept plans do not fit any more. */
    begin: (): void => {
      generation += 1
      names.clear()
    },
  }
}

export type StatementNames = ReturnType<typeof statementNames>
