import { damageOf } from '@latchkey/sql'
import { bad, type Finding, note, ok } from './finding.ts'
import { within } from './within.ts'

const LATE = Symbol('late')
const SHARE = 0.75
const underWay = new Map<string, ReturnType<typeof damageOf>>()

/** Whether the file of an embedded database is sound, for which the whole of it is read. */
export const soundnessFinding = async (
  file: string,
  patienceMs: number | null,
): Promise<Finding> => {
  const patience = patienceMs === null ? null : patienceMs * SHARE
  const damage = await within(patience, underWay.get(file) ?? read(file), () => LATE)
  if (typeof damage === 'symbol')
    return note(
      'database',
      `${file} takes long to be read as a whole`,
      'run latchkey doctor on the console, which waits for it',
    )
  return damage === null
    ? ok('database', file)
    : bad('database', `the file is damaged (${damage})`, 'restore it from a backup')
}

/** One read of a file at a time: that of a large one goes on after the patience has run out. */
const read = (file: string): Promise<string | null> => {
  const reading = damageOf(file).finally(() => underWay.delete(file))
  underWay.set(file, reading)
  reading.catch(() => undefined)
  return reading
}
