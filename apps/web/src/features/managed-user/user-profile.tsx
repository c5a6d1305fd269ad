import { useEffect } from 'react'
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
import { changesOf } from './changes-of.ts'
import { type ManagedUser, usersApi } from './users-api.ts'

const schema = ({ user }: Contract) =>
  user.profileWish
    .pick({ firstName: true, lastName: true, username: true, phone: true, locale: true })
    .required()

const valuesOf = ({ firstName, lastName, username, phone, locale }: ManagedUser) => ({
  firstName,
  lastName,
  username,
  phone,
  locale,
})

const emptyIsNull = { setValueAs: (value: string | null) => (value === '' ? null : value) }

/** What a user says about themselves, for an administrator to mend. */
export const UserProfile = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const [change] = usersApi.useChangeUserMutation()
  const languageName = useLanguageName()
  const languages = useMailLanguages(user.locale)
  const { form, isBusy, problem, errorsOf, send } = useContractForm({
    schema,
    values: valuesOf(user),
  })
  // What somebody else changed meanwhile is shown; what is being typed stays.
  const { reset } = form
  useEffect(() => reset(valuesOf(user), { keepDirtyValues: true }), [user, reset])
  const { isDirty } = form.formState
  useUnsaved(isDirty && !isBusy, t('ui:unsaved.ask'))
  const field = (name: 'firstName' | 'lastName' | 'username' | 'phone') => (
    <TextField
      label={t(`profile.${name}`)}
      autoComplete="off"
      type={name === 'phone' ? 'tel' : 'text'}
      errors={errorsOf(name)}
      {...form.register(name, emptyIsNull)}
    />
  )
  const save = send(
    async (wish) => {
      const changed = changesOf(user, wish)
      if (Object.keys(changed).length > 0) await change({ id: user.id, wish: changed }).unwrap()
      reset(wish)
    },
    () => tell(t('ui:saved')),
  )
  return (
    <Card title={t('profile.title')} lead={t('profile.lead')}>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={isDirty ? save : (event) => event.preventDefault()}
      >
        <Notice>{problem}</Notice>
        <div className="grid gap-5 sm:grid-cols-2">
          {field('firstName')}
          {field('lastName')}
          {field('username')}
          {field('phone')}
          <SelectField
            label={t('profile.locale')}
            errors={errorsOf('locale')}
            {...form.register('locale')}
          >
            {languages.map((language) => (
              <option key={language} value={language}>
                {languageName(language)}
              </option>
            ))}
          </SelectField>
        </div>
        <SaveRow isBusy={isBusy} isDirty={isDirty} />
      </form>
    </Card>
  )
}
