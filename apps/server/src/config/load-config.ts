import type { RootSecrets } from '../shared/keyring.ts'
import type { LoadedConfig, Remark } from './config.ts'
import { dataDirOf, fillIn } from './fill-in.ts'
import { foreignNames } from './foreign-names.ts'
import { notYet } from './not-yet.ts'
import { type Environment, readVariables, withDotEnv } from './read-variables.ts'
import { brokenRules } from './rules.ts'
import type { Values } from './schema.ts'
import { ensureFolder, keptSecret } from './secret-file.ts'

/**
 * Reads the configuration from the environment and from `.env` in `cwd`, to which relative paths
 * belong. Every problem is told at once. Nothing is written unless there is none; then `DATA_DIR`
 * exists afterwards and, outside production, holds the secret when none is configured.
 */
export const loadConfig = (
  environment: Environment,
  { cwd }: { readonly cwd: string },
): LoadedConfig => {
  const { env, problems: unreadable } = withDotEnv(environment, cwd)
  const { values, problems } = readVariables(env, cwd)
  const all = [...unreadable, ...problems, ...rulesFor(values, problems)]
  const warnings = [...notYet(env), ...foreignNames(env)]
  if (all.length > 0) return { ok: false, problems: all, warnings }
  const kept = secretsFor(values, cwd)
  if ('message' in kept) return { ok: false, problems: [kept], warnings }
  return { ok: true, config: fillIn(values, cwd, kept.secrets, warnings) }
}

/** Broken rules about variables that have no problem of their own: one remark each is enough. */
const rulesFor = (values: Values, problems: readonly Remark[]): Remark[] => {
  const named = new Set(problems.map(({ name }) => name.replace(/_FILE$/, '')))
  return brokenRules(values).filter(({ name }) => !named.has(name))
}

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
