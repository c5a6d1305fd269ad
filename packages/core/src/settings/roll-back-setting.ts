import { type Refused, refused } from '../shared/outcome.ts'
import type { ChangeSetting, SettingEditor } from './change-setting.ts'
import type { SettingStore } from './setting-store.ts'
import { isSettingKey } from './settings.ts'

interface Deps {
  readonly store: Pick<SettingStore, 'find'>
  readonly changeSetting: ChangeSetting
}

/**
 * Gives a setting the value it had in an earlier version. That is a change like any other, with a
 * version of its own, and refused when the value is out of the bounds of today.
 */
export const rollBackSetting =
  ({ store, changeSetting }: Deps) =>
  async (
    key: string,
    version: number,
    editor: SettingEditor,
  ): Promise<Awaited<ReturnType<ChangeSetting>> | Refused<'version_unknown'>> => {
    if (!isSettingKey(key)) return refused('setting_unknown')
    // A version never changes, so that it may be read before.
    const earlier = await store.find(key, version)
    if (!earlier) return refused('version_unknown')
    return changeSetting({ key, value: earlier.value, rolledBackTo: version }, editor)
  }
