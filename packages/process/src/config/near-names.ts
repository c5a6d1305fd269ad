import type { Remark } from './config.ts'
import { FOREIGN_NAMES } from './foreign-names.ts'
import type { Environment } from './read-variables.ts'
import { VARIABLE_NAMES } from './schema.ts'

/** Shorter names are one letter away from too many that are not meant for us. */
const SHORTEST = 7

const OURS = VARIABLE_NAMES.flatMap((name) => [name, `${name}_FILE`])
const KNOWN: ReadonlySet<string> = new Set([...OURS, ...FOREIGN_NAMES])

/** A word on every variable whose name differs from one of ours by a slip of the finger. */
export const nearNames = (env: Environment): Remark[] =>
  Object.keys(env)
    .filter((name) => env[name] && !KNOWN.has(name))
    .flatMap((name) => {
      const meant = OURS.find((ours) => ours.length >= SHORTEST && isOneSlip(name, ours))
      return meant ? [{ name, message: `has no effect: is ${meant} meant?` }] : []
    })

/** Whether a letter is wrong, missing or too many, two are swapped, or small ones are written. */
const isOneSlip = (written: string, meant: string): boolean => {
  const name = written.toUpperCase()
  const same = [...meant].findIndex((letter, at) => letter !== name[at])
  const [a, b] = same < 0 ? [name.slice(meant.length), ''] : [name.slice(same), meant.slice(same)]
  const isSwapped = a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0]
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || isSwapped
}
