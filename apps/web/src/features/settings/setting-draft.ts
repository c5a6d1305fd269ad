import { isSettingKey, settingProblem } from '@latchkey/core/rules'
import type { Setting, SettingValue } from './settings-api.ts'

/** What is typed, as the value that it means; null when it means none. */
export const readDraft = (type: Setting['type'], draft: string): SettingValue | null => {
  const text = draft.trim()
  if (type === 'integer') return /^\d{1,9}$/.test(text) ? Number(text) : null
  if (type === 'boolean') return text === 'true'
  return text
}

/** Whether the server would take the value. A setting that is not known here it judges itself. */
export const isAllowed = (key: string, value: SettingValue | null): value is SettingValue =>
  value !== null && (!isSettingKey(key) || settingProblem(key, value) === null)
