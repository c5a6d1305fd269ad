import { isSettingKey, type Settings, settingProblem } from '@latchkey/core/rules'
import { z } from 'zod'

/** `SETTINGS`: a JSON object of runtime settings, every key and value checked, all problems told. */
export const settingsObject = z.string().transform((text, context): Partial<Settings> => {
  const entries = entriesOf(text)
  if (!entries) context.addIssue('must be a JSON object such as {"session_max_days":7}')
  for (const [key, value] of entries ?? []) {
    const problem = isSettingKey(key) ? settingProblem(key, value) : 'is not a setting'
    if (problem) context.addIssue(`${key} ${problem}`)
  }
  return Object.fromEntries(entries ?? [])
})

const entriesOf = (text: string): [string, unknown][] | null => {
  try {
    const parsed: unknown = JSON.parse(text)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? Object.entries(parsed) : null
  } catch {
    return null
  }
}
