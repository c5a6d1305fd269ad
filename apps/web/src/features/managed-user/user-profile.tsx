import { useTranslation } from 'react-i18next'
import { MAIL_LANGUAGES } from '../../lib/mail-languages.ts'
import { tell } from '../../lib/toasts.ts'
import { type Contract, useContractForm } from '../../lib/use-contract-form.ts'
import { useLanguageName } from '../../lib/use-language-name.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { changesOf } from './changes-of.ts'
import { type ManagedUser, usersApi } from './users-api.ts'

const schema = ({ user }: Contract) =>
  user.profileWish
    .pick({ firstName: true, lastName: true, username: true, phone: true, locale: true })
    .required()

const emptyIsNull = { setValueAs: (value: string | null) => (value === '' ? null : value) }

/** What a user says about themselves, for an administrator to mend. */
export const UserProfile = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const [change] = usersApi.useChangeUserMutation()
  const languageName = useLanguageName()
  const { id, firstName, lastName, username, phone, locale } = user
  const { form, isBusy, problem, errorsOf, send } = useContractForm({
    schema,
    values: { firstName, lastName, username, phone, locale },
  })
  const field = (name: 'firstName' | 'lastName' | 'username' | 'phone') => (
    <TextField
      label={t(`profile.${name}`)}
      autoComplete="off"
      type={name === 'phone' ? 'tel' : 'text'}
      errors={errorsOf(name)}
      {...form.register(name, emptyIsNull)}
    />
  )
  const languages = MAIL_LANGUAGES.includes(locale) ? MAIL_LANGUAGES : [locale, ...MAIL_LANGUAGES]
  return (
    <Card title={t('profile.title')} lead={t('profile.lead')}>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={send(
          async (wish) => {
            const changed = changesOf(user, wish)
            if (Object.keys(changed).length > 0) await change({ id, wish: changed }).unwrap()
          },
          () => tell(t('ui:saved')),
        )}
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
        <div>
          <Button type="submit" isBusy={isBusy}>
            {t('ui:save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
