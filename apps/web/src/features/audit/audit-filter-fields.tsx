import { AUDIT_ACTIONS } from '@latchkey/core/rules'
import { useTranslation } from 'react-i18next'
import { useSentences } from '../../lib/audit-sentences.ts'
import { SelectField } from '../../ui/select-field.tsx'
import type { FilterFields, FilterName } from './audit-filter.ts'
import { byWords } from './by-words.ts'
import { MoreFilters } from './more-filters.tsx'

interface Props {
  readonly fields: FilterFields
  readonly wrong: readonly FilterName[]
}

/** The fields of the filter: what is asked for often, and the rest behind a button. */
export const AuditFilterFields = ({ fields, wrong }: Props) => {
  const { t } = useTranslation(['audit', 'ui'])
  const { actionName } = useSentences()
  const errorsOf = (name: FilterName) =>
    wrong.includes(name) ? [t(`auditLog.filter.wrong.${name}`)] : []
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          key={`action ${fields.action}`}
          name="action"
          label={t('auditLog.filter.action')}
          defaultValue={fields.action ?? ''}
          errors={errorsOf('action')}
        >
          <option value="">{t('ui:all')}</option>
          {byWords(AUDIT_ACTIONS, actionName).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField
          key={`success ${fields.success}`}
          name="success"
          label={t('auditLog.filter.success')}
          defaultValue={fields.success ?? ''}
          errors={errorsOf('success')}
        >
          <option value="">{t('ui:all')}</option>
          <option value="true">{t('auditLog.done')}</option>
          <option value="false">{t('auditLog.refused')}</option>
        </SelectField>
      </div>
      <MoreFilters fields={fields} errorsOf={errorsOf} />
    </>
  )
}
