import { SETTING_GROUP_NAMES, SETTING_GROUPS, type SettingGroupName } from './setting-groups.ts'
import type { Setting } from './settings-api.ts'

interface Group {
  readonly name: SettingGroupName
  readonly settings: readonly Setting[]
}

const keysOf = (name: SettingGroupName): readonly string[] => SETTING_GROUPS[name]

/**
 * The groups with the settings that have every word of the search in their name, key or
 * description. Groups without one are left out.
 */
export const findSettings = (
  settings: readonly Setting[],
  search: string,
  textOf: (setting: Setting) => string,
): readonly Group[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isFound = (setting: Setting): boolean => {
    const text = `${setting.key} ${textOf(setting)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return SETTING_GROUP_NAMES.map((name) => ({
    name,
    settings: keysOf(name).flatMap((key) =>
      settings.filter((setting) => setting.key === key && isFound(setting)),
    ),
  })).filter((group) => group.settings.length > 0)
}
