import type { SettingVersion } from './setting-store.ts'
import { defaultSettings, isSettingKey, type Settings, settingProblem } from './settings.ts'

/** A stored value that is not used, as a sentence for the operator. */
export interface UnusedSetting {
  readonly key: string
  readonly problem: string
}

export interface SettingsInForce {
  readonly settings: Settings
  readonly unused: readonly UnusedSetting[]
}

/**
 * What counts: the default, unless it was changed, unless `SETTINGS` fixes it. A stored value that
 * is not valid today, after a downgrade or a change by hand, counts for nothing: its default does.
 */
export const settingsInForce = (
  stored: readonly Pick<SettingVersion, 'key' | 'value'>[],
  fixed: Partial<Settings>,
): SettingsInForce => {
  const judged = stored.map((row) => ({ ...row, problem: problemOf(row) }))
  const valid = judged.flatMap(({ key, value, problem }) => (problem ? [] : [[key, value]]))
  const unused = judged.flatMap(({ key, problem }) => (problem ? [{ key, problem }] : []))
  const settings = { ...defaultSettings(), ...Object.fromEntries(valid), ...fixed }
  return { settings, unused }
}

const problemOf = ({ key, value }: Pick<SettingVersion, 'key' | 'value'>): string | null =>
  isSettingKey(key) ? settingProblem(key, value) : 'is no setting of this version'
