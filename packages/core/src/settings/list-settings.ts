import type { SettingStore } from './setting-store.ts'
import { SETTING_TEXT } from './setting-text.ts'
import {
  isSettingKey,
  SETTINGS,
  type SettingBounds,
  type SettingKey,
  type Settings,
  settingBounds,
  settingProblem,
} from './settings.ts'

/** A setting as an operator sees it. */
export interface SettingView {
  readonly key: SettingKey
  /** In force on every server within two seconds. */
  readonly value: number | boolean | string
  readonly default: number | boolean | string
  readonly type: (typeof SETTINGS)[SettingKey]['type']
  readonly description: string
  readonly bounds: SettingBounds
  /** False when `SETTINGS` fixes it. */
  readonly editable: boolean
  /** Of the newest change, as the next two; 0 when there is none, or it does not count. */
  readonly version: number
  readonly updatedBy: string | null
  readonly updatedAt: Date | null
}

interface Deps {
  readonly store: Pick<SettingStore, 'all'>
  /** What `SETTINGS` fixes. */
  readonly fixed: Partial<Settings>
}

/** Every setting there is, with its value, in the order of the documentation. */
export const listSettings =
  ({ store, fixed }: Deps) =>
  async (): Promise<readonly SettingView[]> => {
    const rows = new Map((await store.all()).map((row) => [row.key, row]))
    return Object.keys(SETTINGS)
      .filter(isSettingKey)
      .map((key) => {
        const editable = !Object.hasOwn(fixed, key)
        const row = editable ? rows.get(key) : undefined
        const stored = row && !settingProblem(key, row.value) ? row.value : SETTINGS[key].default
        return {
          key,
          value: fixed[key] ?? (stored as SettingView['value']),
          default: SETTINGS[key].default,
          type: SETTINGS[key].type,
          description: SETTING_TEXT[key],
          bounds: settingBounds(key),
          editable,
          version: row?.version ?? 0,
          updatedBy: row?.updatedBy ?? null,
          updatedAt: row?.updatedAt ?? null,
        }
      })
  }
