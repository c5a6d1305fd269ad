import type { User } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { tell } from '../../lib/toasts.ts'
import { type Contract, useContractForm } from '../../lib/use-contract-form.ts'
import { useLanguageName } from '../../lib/use-language-name.ts'
import { useMailLanguages } from '../../lib/use-mail-languages.ts'
import { useUnsaved } from '../../lib/use-unsaved.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SaveRow } from '../../ui/save-row.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useChangeProfileMutation } from './user-api.ts'

const schema = ({ account }: Contract) =>
  account.changeProfile.body.omit({ preferences: true }).required()

const FIELDS = [
  ['firstName', 'given-name'],
  ['lastName', 'family-name'],
  ['username', 'nickname'],
  ['phone', 'tel'],
] as const

/** An emptied field means that nothing is to be known. */
const setValueAs = (text: string | null) => (text?.trim() ? text : null)

const valuesOf = ({ firstName, lastName, username, phone, locale }: User) => ({
  firstName,
  lastName,
  username,
  phone,
  locale,
})

/** Names, phone number and the language of mails. */
export const DetailsCard = ({ user }: { readonly user: User }) => {
  const { t } = useTranslation('user')
  const languageName = useLanguageName()
  const [change] = useChangeProfileMutation()
  const { form, isBusy, problem, errorsOf, send } = useContractForm({
    schema,
    values: valuesOf(user),
  })
  const { isDirty } = form.formState
  useUnsaved(isDirty && !isBusy, t('ui:unsaved.ask'))
  const languages = useMailLanguages(user.locale)
  const save = send(
    async (wish) => form.reset(valuesOf((await change(wish).unwrap()).user)),
    () => tell(t('ui:saved')),
  )
  return (
    <Card title={t('details.title')} lead={t('details.lead')}>
      <form
        noValidate
        aria-busy={isBusy}
        className="grid gap-5"
        onSubmit={isDirty ? save : (event) => event.preventDefault()}
      >
        <Notice>{problem}</Notice>
        <div className="grid gap-5 sm:grid-cols-2">
          {FIELDS.map(([name, autoComplete]) => (
            <TextField
              key={name}
              label={t(`details.${name}`)}
              type={name === 'phone' ? 'tel' : 'text'}
              autoComplete={autoComplete}
              errors={errorsOf(name)}
              {...form.register(name, { setValueAs })}
            />
          ))}
        </div>
        <SelectField
          label={t('details.locale')}
          hint={t('details.localeHint')}
          errors={errorsOf('locale')}
          {...form.register('locale')}
        >
          {languages.map((tag) => (
            <option key={tag} value={tag}>
              {languageName(tag)}
            </option>
          ))}
        </SelectField>
        <SaveRow isBusy={isBusy} isDirty={isDirty} />
      </form>
    </Card>
  )
}
