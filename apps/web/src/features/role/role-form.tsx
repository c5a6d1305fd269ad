import { useTranslation } from 'react-i18next'
import type { PermissionItem, Role } from '../../lib/roles.ts'
import { tell } from '../../lib/toasts.ts'
import { useContractForm } from '../../lib/use-contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PermissionChoice } from './permission-choice.tsx'
import { rolesApi } from './roles-api.ts'

interface Props {
  /** The role that is changed; absent for a new one. */
  readonly role?: Role
  readonly permissions: readonly PermissionItem[]
  readonly onDone: () => void
}

/** What a role is called, says and allows. */
export const RoleForm = ({ role, permissions, onDone }: Props) => {
  const { t } = useTranslation('role')
  const [add] = rolesApi.useAddRoleMutation()
  const [change] = rolesApi.useChangeRoleMutation()
  const { form, isBusy, problem, errorsOf, send } = useContractForm({
    schema: ({ admin }) => admin.addRole.schema.body,
    values: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      permissions: [...(role?.permissions ?? [])],
    },
  })
  const errorsOfName = errorsOf('name').length > 0 ? [t('nameRule')] : []
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={send(
        (wish) => (role ? change(wish) : add(wish)).unwrap(),
        () => {
          tell(t('ui:saved'))
          onDone()
        },
      )}
    >
      <Notice>{problem}</Notice>
      {!role && (
        <TextField
          label={t('name')}
          autoComplete="off"
          spellCheck={false}
          hint={errorsOfName.length === 0 && t('nameRule')}
          errors={errorsOfName}
          {...form.register('name')}
        />
      )}
      <TextField
        label={t('description')}
        autoComplete="off"
        errors={errorsOf('description')}
        {...form.register('description')}
      />
      <PermissionChoice
        permissions={permissions}
        chosen={form.watch('permissions')}
        onChoose={(names) => form.setValue('permissions', [...names])}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isBusy={isBusy}>
          {t('ui:save')}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t('ui:cancel')}
        </Button>
      </div>
    </form>
  )
}
