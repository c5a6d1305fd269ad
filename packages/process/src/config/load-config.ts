import type { RootSecrets } from '../keys/keyring.ts'
import type { LoadedConfig, LoadedPlaces, Remark } from './config.ts'
import { databaseLocation } from './database-value.ts'
import { dataDirOf, fillIn } from './fill-in.ts'
import { foreignNames } from './foreign-names.ts'
import { nearNames } from './near-names.ts'
import { notYet } from './not-yet.ts'
import { type Environment, readVariables, withDotEnv } from './read-variables.ts'
import { besides, brokenRules } from './rules.ts'
import type { Values } from './schema.ts'
import { ensureFolder, keptSecret, secretFileIn } from './secret-file.ts'

/**
 * Reads the configuration from the environment and from `.env` in `cwd`, to which relative paths
 * belong. Every problem is told at once. Nothing is written unless there is none; then `DATA_DIR`
 * exists afterwards and, outside production, holds the secret when none is configured.
 */
export const loadConfig = (
  environment: Environment,
  { cwd }: { readonly cwd: string },
): LoadedConfig => {
  const { values, problems, warnings } = readValues(environment, cwd)
  if (problems.length > 0) return { ok: false, problems, warnings }
  const kept = secretsFor(values, cwd)
  if ('message' in kept) return { ok: false, problems: [kept], warnings }
  return { ok: true, config: fillIn(values, cwd, kept.secrets, warnings) }
}

/** As `loadConfig`, for what is kept where; writes nothing, and makes no secret. */
export const loadPlaces = (
  environment: Environment,
  { cwd }: { readonly cwd: string },
): LoadedPlaces => {
  const { values, problems, warnings } = readValues(environment, cwd)
  if (problems.length > 0) return { ok: false, problems, warnings }
  const dataDir = dataDirOf(values, cwd)
  const [newest, ...older] = values.LATCHKEY_SECRET ?? []
  const places = {
    database: databaseLocation(values.DATABASE_URL, cwd, dataDir),
    secrets: newest ? ([newest, ...older] as const) : null,
    secretFile: secretFileIn(dataDir),
  }
  return { ok: true, places }
}

const readValues = (environment: Environment, cwd: string) => {
  const { env, problems: unreadable } = withDotEnv(environment, cwd)
  const { values, problems } = readVariables(env, cwd)
  const all = [...unreadable, ...problems, ...besides(problems, brokenRules(values))]
  const warnings = [...notYet(env), ...mailKeyOf(values), ...foreignNames(env), ...nearNames(env)]
  return { values, problems: all, warnings }
}

const mailKeyOf = ({ LATCHKEY_MAIL_KEY }: Values): Remark[] =>
  LATCHKEY_MAIL_KEY
    ? [{ name: 'LATCHKEY_MAIL_KEY', message: 'has no effect here: it is for the mail worker' }]
    : []

const secretsFor = (values: Values, cwd: string): { readonly secrets: RootSecrets } | Remark => {
  const dataDir = dataDirOf(values, cwd)
  try {
    ensureFolder(dataDir)
    const [newest, ...older] = values.LATCHKEY_SECRET ?? [keptSecret(dataDir)]
    return { secrets: [newest ?? keptSecret(dataDir), ...older] }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { name: 'DATA_DIR', message: `cannot be used: ${reason}` }
  }
}
