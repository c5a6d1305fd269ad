import type { SettingVersion, SettingView } from '@latchkey/core'
import { isSettingKey, SETTINGS } from '@latchkey/core/rules'
import { openInstallation } from '../installation.ts'
import { type UseCases, useCases } from '../use-cases.ts'
import { configOrExit, fail, orExplain, say } from './console.ts'

/** Whoever sits at the server's own console: nobody we know. */
const CONSOLE = { userId: null, origin: null }
const SOON = 'Every server that runs follows within two seconds.'

const withUseCases = (work: (cases: UseCases) => Promise<void>): Promise<void> =>
  orExplain(async () => {
    const installation = await openInstallation(configOrExit())
    try {
      await work(useCases(installation))
    } finally {
      await installation.close()
    }
  })

/** `latchkey settings list`: every setting with its value, and where that comes from. */
export const listAll = (options: { readonly json?: true }): Promise<void> =>
  withUseCases(async ({ listSettings }) => {
    const settings = await listSettings()
    if (options.json) say(JSON.stringify(settings, null, 2))
    else for (const setting of settings) say(line(setting))
  })

/** `latchkey settings get`: everything about one. */
export const getOne = (key: string): Promise<void> =>
  withUseCases(async ({ listSettings }) => {
    const setting = (await listSettings()).find((one) => one.key === key)
    if (!setting) return unknown(key)
    say(line(setting))
    say(setting.description)
    if (setting.bounds) say(`bounds: ${JSON.stringify(setting.bounds)}`)
    if (setting.version > 0) say(`version: ${setting.version}`)
  })

/** `latchkey settings set`: as an administrator would, within the same bounds. */
export const setOne = (key: string, text: string): Promise<void> =>
  withUseCases(async ({ changeSetting }) =>
    told(key, await changeSetting({ key, value: typed(key, text) }, CONSOLE)),
  )

/** `latchkey settings history`: every version, the newest first. */
export const showHistory = (key: string): Promise<void> =>
  withUseCases(async ({ settingHistory }) => {
    if (!isSettingKey(key)) return unknown(key)
    const versions = await settingHistory(key)
    if (versions.length === 0) say(`${key} was never changed: ${SETTINGS[key].default}`)
    for (const { version, value, updatedAt, updatedBy } of versions)
      say(`${version}  ${shown(value)}  ${updatedAt.toISOString()}  ${updatedBy ?? 'console'}`)
  })

/** `latchkey settings rollback`: the value of an earlier version, as a new one. */
export const rollBack = (key: string, version: string): Promise<void> =>
  withUseCases(async ({ rollBackSetting }) =>
    told(key, await rollBackSetting(key, Number(version), CONSOLE)),
  )

type Outcome = Awaited<ReturnType<UseCases['rollBackSetting']>>

const told = (key: string, outcome: Outcome): void => {
  const { value, version }: SettingVersion = outcome.ok
    ? outcome.version
    : fail(because(key, outcome))
  say(`${key} is ${shown(value)} now, version ${version}. ${SOON}`)
}

const because = (key: string, refusal: Extract<Outcome, { ok: false }>): string => {
  if (refusal.reason === 'setting_invalid') return `${key} ${refusal.problem}. Nothing was changed`
  return {
    setting_unknown: `there is no setting ${key}; see: latchkey settings list`,
    setting_locked: `${key} is fixed by SETTINGS in the environment: change it there`,
    setting_outdated: `somebody changed ${key} at the same time. Nothing was changed`,
    version_unknown: `${key} has no such version; see: latchkey settings history ${key}`,
  }[refusal.reason]
}

const unknown = (key: string): never => fail(because(key, { ok: false, reason: 'setting_unknown' }))

/** What was typed, as the type of the setting has it; judged by the bounds later. */
const typed = (key: string, text: string): unknown => {
  const type = isSettingKey(key) ? SETTINGS[key].type : null
  if (type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text
  if (type === 'boolean') return { true: true, false: false }[text] ?? text
  return text
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : String(JSON.stringify(value))

const line = ({ key, value, default: standard, editable, version }: SettingView): string => {
  const from = version > 0 ? `changed; default ${standard}` : 'default'
  return `${key} = ${shown(value)}  (${editable ? from : 'fixed by SETTINGS'})`
}
