import { readFileSync } from 'node:fs'
import { bytesOf, type FirebaseParameters } from '../password/foreign-formats.ts'
import { ImportProblem } from './read-records.ts'

/**
 * Reads the hash parameters of a Firebase project as its console shows them (Authentication, Users,
 * "Password hash parameters"), saved to a file: the signer key is no argument of a command, which
 * others on the machine could read.
 */
export const readFirebaseParameters = (file: string): FirebaseParameters => {
  const text = readOrExplain(file)
  const parameter = (name: string): string =>
    new RegExp(`${name}"?\\s*[:=]\\s*"?([A-Za-z0-9+/=_-]+)`).exec(text)?.[1] ?? ''
  const signerKey = bytesOf(parameter('signer_key'))
  const saltSeparator = bytesOf(parameter('salt_separator'))
  const [rounds, memCost] = [Number(parameter('rounds')), Number(parameter('mem_?cost'))]
  if (!signerKey?.length || !saltSeparator || !(rounds >= 1) || !(memCost >= 1 && memCost < 32))
    throw new ImportProblem(
      `${file} must hold base64_signer_key, base64_salt_separator, rounds and mem_cost.`,
    )
  return { signerKey, saltSeparator, rounds, memCost }
}

const readOrExplain = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new ImportProblem(`There is no file ${file}, or it cannot be read.`)
  }
}
