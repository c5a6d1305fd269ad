import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { filterIn, type MailFilter, STATES, TEMPLATES } from './mail-filter.ts'

interface Props {
  readonly filter: MailFilter
  readonly onFilter: (filter: MailFilter) => void
}

const read = (form: HTMLFormElement): MailFilter => {
  const typed = [...new FormData(form)].map(([name, value]) => [name, String(value)])
  return filterIn(new URLSearchParams(typed))
}

/** Which mails are shown. A choice counts at once, an address when it is sent. */
export const MailFilterForm = ({ filter, onFilter }: Props) => {
  const { t } = useTranslation(['mail', 'ui'])
  const form = useRef<HTMLFormElement>(null)
  const address = useRef<HTMLInputElement>(null)
  const { state = '', template = '', to = '' } = filter
  useEffect(() => {
    if (address.current) address.current.value = to
  }, [to])
  const change = () => form.current && onFilter(read(form.current))
  const clear = () => {
    onFilter({})
    form.current?.querySelector('select')?.focus()
  }
  return (
    <form
      ref={form}
      aria-label={t('filter.title')}
      onSubmit={(event) => {
        event.preventDefault()
        change()
      }}
      className="grid items-end gap-4 sm:grid-cols-2 xl:grid-cols-[1fr_1fr_1.5fr_auto]"
    >
      <SelectField name="state" label={t('filter.state')} value={state} onChange={change}>
        <option value="">{t('ui:all')}</option>
        {STATES.map((one) => (
          <option key={one} value={one}>
            {t(`state.${one}`)}
          </option>
        ))}
      </SelectField>
      <SelectField name="template" label={t('filter.template')} value={template} onChange={change}>
        <option value="">{t('ui:all')}</option>
        {TEMPLATES.map((one) => (
          <option key={one} value={one}>
            {t(`template.${one}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        ref={address}
        name="to"
        type="search"
        label={t('filter.to')}
        defaultValue={to}
        maxLength={254}
        autoComplete="off"
        spellCheck={false}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit">{t('filter.apply')}</Button>
        {Object.keys(filter).length > 0 && (
          <Button look="plain" onClick={clear}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </form>
  )
}
