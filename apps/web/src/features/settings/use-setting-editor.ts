import type { Problem } from '@latchkey/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../../lib/problem-text.ts'
import { tell } from '../../lib/toasts.ts'
import { isDangerous } from './setting-dangers.ts'
import { isAllowed, readDraft } from './setting-draft.ts'
import { type Setting, type SettingValue, useChangeSettingMutation } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

/** What somebody types as the new value of a setting, what is wrong with it, and how it is saved. */
export const useSettingEditor = (setting: Setting) => {
  const { t } = useTranslation('settings')
  const { nameOf, boundsText, valueText } = useSettingWords()
  const [change, { isLoading }] = useChangeSettingMutation()
  const [typed, setTyped] = useState<string | null>(null)
  const [wasSent, setSent] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  // What was typed is kept until the setting is so, not only until the server has said yes.
  if (typed === String(setting.value)) setTyped(null)
  const draft = typed ?? String(setting.value)
  const meant = readDraft(setting.type, draft)
  const value = isAllowed(setting.key, meant) ? meant : null
  const outOfBounds = t('notAllowed', { bounds: boundsText(setting) ?? '' })

  const whyRefused = (refusal: Problem): string =>
    refusal.code === 'setting_outdated'
      ? `${problemText(refusal)} ${t('nowIs', { value: valueText(setting, setting.value) })}`
      : problemText(refusal)
  const edit = (text: string | null): void => {
    setTyped(text)
    setSent(false)
    setProblem(null)
  }
  const save = async (wish: SettingValue): Promise<boolean> => {
    setProblem(null)
    const { key, version } = setting
    const { error } = await change({ key, value: wish, expectedVersion: version })
    if (error) setProblem(error as Problem)
    else {
      edit(String(wish))
      tell(t('saved', { name: nameOf(key) }))
    }
    return error === undefined
  }
  return {
    draft,
    value,
    isChanged: draft !== String(setting.value),
    isBusy: isLoading,
    isDangerous: value !== null && isDangerous(setting.key, value, setting.value),
    /** Below the field. */
    error: (wasSent && value === null) || problem?.errors ? outOfBounds : null,
    /** Why it was not saved, where that is not the value's fault. */
    refusal: problem && !problem.errors ? whyRefused(problem) : null,
    edit,
    save,
    /** Saves what is typed, when it is a value. */
    send: async (): Promise<boolean> => {
      setSent(true)
      return value !== null && (await save(value))
    },
  }
}
