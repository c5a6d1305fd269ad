import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { Remark } from './config.ts'
import { SCHEMA, VARIABLE_NAMES, type Values, type VariableName } from './schema.ts'

/** Names and texts, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The variables of `.env` in `folder`, and over them those of the environment, even empty ones. */
export const withDotEnv = (
  env: Environment,
  folder: string,
): { readonly env: Environment; readonly problems: readonly Remark[] } => {
  const file = resolve(folder, '.env')
  if (!existsSync(file)) return { env, problems: [] }
  const text = readIfThere(file)
  return text === null
    ? { env, problems: [{ name: '.env', message: 'is there but cannot be read' }] }
    : { env: { ...parseEnv(text), ...env }, problems: [] }
}

/** Reads every variable and checks each by itself, so that all problems are told at once. */
export const readVariables = (
  env: Environment,
  folder: string,
): { readonly values: Values; readonly problems: readonly Remark[] } => {
  const problems: Remark[] = []
  const values = VARIABLE_NAMES.map((name) => {
    const text = textOf(name, env, folder)
    if (typeof text === 'object') problems.push(text)
    if (typeof text !== 'string') return [name, undefined]
    const parsed = SCHEMA[name].safeParse(text)
    if (parsed.success) return [name, parsed.data]
    problems.push(...parsed.error.issues.map(({ message }) => ({ name, message })))
    return [name, undefined]
  })
  return { values: Object.fromEntries(values) as Values, problems }
}

/** The text of NAME, or of the file that NAME_FILE names without the line break at its end. */
const textOf = (
  name: VariableName,
  env: Environment,
  folder: string,
): string | Remark | undefined => {
  const [text, file] = [env[name] || undefined, env[`${name}_FILE`] || undefined]
  if (file === undefined) return text
  const message = `and ${name}_FILE are both set: keep one of them`
  if (text !== undefined) return { name, message }
  const content = readIfThere(resolve(folder, file))
  if (content !== null) return content.replace(/\r?\n$/, '') || undefined
  return { name: `${name}_FILE`, message: 'names a file that is not there or cannot be read' }
}

const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
