import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ResetSetting } from './reset-setting.tsx'
import { SaveSetting } from './save-setting.tsx'
import { SettingField } from './setting-field.tsx'
import type { Setting, SettingValue } from './settings-api.ts'
import { useSettingEditor } from './use-setting-editor.ts'
import { useSettingWords } from './use-setting-words.ts'

/** The form of one setting. The buttons are there when there is something to save. */
export const SettingEditor = ({ setting }: { readonly setting: Setting }) => {
  const { t } = useTranslation(['settings', 'ui'])
  const { nameOf } = useSettingWords()
  const form = useRef<HTMLFormElement>(null)
  const editor = useSettingEditor(setting)
  const { draft, value, isChanged, isBusy, isDangerous, error, refusal } = editor
  // The buttons go when all is saved: the cursor stays with the setting.
  const backToField = () =>
    form.current?.querySelector<HTMLElement>('[role=switch], input, select')?.focus()
  const save = async (wish: SettingValue): Promise<boolean> => {
    const isDone = await editor.save(wish)
    if (isDone) backToField()
    return isDone
  }
  const send = async (): Promise<void> => {
    await editor.send()
    backToField()
  }
  return (
    <form
      ref={form}
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy && isChanged && !isDangerous) void send()
      }}
    >
      <SettingField setting={setting} draft={draft} onChange={editor.edit} error={error} />
      <div role="status" className="empty:absolute">
        {isDangerous && (
          <p className="rounded-xl bg-bad-soft px-4 py-3 text-sm">
            <strong className="text-bad">{t('danger.label')}</strong> {t(`danger.${setting.key}`)}
          </p>
        )}
      </div>
      <Notice>{refusal}</Notice>
      <div className="flex flex-wrap items-center gap-3 empty:hidden">
        {isChanged && (
          <>
            <SaveSetting
              setting={setting}
              value={value}
              isDangerous={isDangerous}
              isBusy={isBusy}
              onSave={save}
            />
            <Button
              look="plain"
              aria-label={t('discardOf', { name: nameOf(setting.key) })}
              onClick={() => {
                editor.edit(null)
                backToField()
              }}
            >
              {t('discard')}
            </Button>
          </>
        )}
        {!isChanged && setting.value !== setting.default && (
          <ResetSetting setting={setting} onReset={() => save(setting.default)} />
        )}
      </div>
    </form>
  )
}
