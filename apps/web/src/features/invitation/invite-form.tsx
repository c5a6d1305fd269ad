import { useTranslation } from 'react-i18next'
import { useRolesQuery } from '../../lib/roles.ts'
import { tell } from '../../lib/toasts.ts'
import { useContractForm } from '../../lib/use-contract-form.ts'
import { useLanguageName } from '../../lib/use-language-name.ts'
import { useMailLanguages } from '../../lib/use-mail-languages.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RoleChoice } from '../../ui/role-choice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { invitationsApi } from './invitations-api.ts'

const DEFAULT_LANGUAGE = 'en'

const emptyIsNull = { setValueAs: (value: string | null) => (value === '' ? null : value) }

interface RolesProps {
  readonly chosen: readonly string[]
  readonly onChoose: (names: readonly string[]) => void
}

/** What the guest will be, for who may see the roles. */
const Roles = ({ chosen, onChoose }: RolesProps) => {
  const { t } = useTranslation('invitation')
  const { may } = usePermissions()
  const { data } = useRolesQuery(undefined, { skip: !may('roles:read') })
  if (!data) return null
  return (
    <div className="grid gap-2">
      <p aria-hidden="true" className="text-sm font-medium">
        {t('roles')}
      </p>
      <RoleChoice label={t('roles')} roles={data.roles} chosen={chosen} onChoose={onChoose} />
    </div>
  )
}

/** Invites somebody by mail. */
export const InviteForm = () => {
  const { t, i18n } = useTranslation('invitation')
  const languageName = useLanguageName()
  const languages = useMailLanguages(DEFAULT_LANGUAGE)
  const [invite] = invitationsApi.useInviteMutation()
  const { form, isBusy, problem, errorsOf, send } = useContractForm({
    schema: ({ invitations }) => invitations.invite.schema.body.required(),
    values: {
      email: '',
      firstName: null,
      lastName: null,
      locale: languages.find((one) => one === i18n.language) ?? DEFAULT_LANGUAGE,
      roles: [],
    },
  })
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={send(
        (guest) => invite({ ...guest, email: form.getValues('email') }).unwrap(),
        () => {
          tell(t('done', { email: form.getValues('email') }))
          form.reset()
          form.setFocus('email')
        },
      )}
    >
      <Notice>{problem}</Notice>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          type="email"
          label={t('email')}
          autoComplete="off"
          errors={errorsOf('email')}
          {...form.register('email')}
        />
        <SelectField label={t('locale')} {...form.register('locale')}>
          {languages.map((language) => (
            <option key={language} value={language}>
              {languageName(language)}
            </option>
          ))}
        </SelectField>
        {(['firstName', 'lastName'] as const).map((name) => (
          <TextField
            key={name}
            label={t(name)}
            autoComplete="off"
            errors={errorsOf(name)}
            {...form.register(name, emptyIsNull)}
          />
        ))}
      </div>
      <Roles
        chosen={form.watch('roles')}
        onChoose={(roles) => form.setValue('roles', [...roles])}
      />
      <div>
        <Button type="submit" isBusy={isBusy}>
          {t('send')}
        </Button>
      </div>
    </form>
  )
}
