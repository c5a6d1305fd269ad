import { AUDIT_REASONS } from '@latchkey/core/rules'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSentences } from '../../lib/audit-sentences.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Button } from '../../ui/button.tsx'
import { Person } from '../../ui/person.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { FilterFields, FilterName } from './audit-filter.ts'
import { byWords } from './by-words.ts'
import { toLocal } from './local-time.ts'

interface Props {
  readonly fields: FilterFields
  readonly errorsOf: (name: FilterName) => readonly string[]
}

const TIMES = ['from', 'to'] as const
const TEXTS = ['userId', 'actorId', 'ipAddress', 'requestId'] as const

const isPerson = (name: FilterName): boolean => name === 'userId' || name === 'actorId'

/** The fields that are asked for less often. They are shown when one of them is filled in. */
export const MoreFilters = ({ fields, errorsOf }: Props) => {
  const { t } = useTranslation(['audit', 'ui'])
  const { reasonName } = useSentences()
  const { may } = usePermissions()
  const [isWanted, setWanted] = useState(false)
  const more = useRef<HTMLDivElement>(null)
  // The button that opened them is gone.
  useEffect(() => {
    if (isWanted) more.current?.querySelector('input')?.focus()
  }, [isWanted])
  const isOpen = isWanted || [...TIMES, ...TEXTS, 'code' as const].some((name) => fields[name])
  const common = (name: FilterName, value: string) => {
    const errors = errorsOf(name)
    // An address tells nothing to somebody who may not see users.
    const isById = isPerson(name) && !may('users:read')
    return {
      name,
      label: t(isById ? `auditLog.filter.byId.${name}` : `auditLog.filter.${name}`),
      defaultValue: value,
      errors: isById && errors.length > 0 ? [t('auditLog.filter.byId.wrong')] : errors,
    }
  }
  if (!isOpen)
    return (
      <Button look="link" className="justify-self-start text-sm" onClick={() => setWanted(true)}>
        {t('auditLog.filter.more')}
      </Button>
    )
  return (
    <div ref={more} className="grid gap-4 sm:grid-cols-2">
      {TIMES.map((name) => (
        <TextField
          key={`${name} ${fields[name]}`}
          type="datetime-local"
          {...common(name, toLocal(fields[name] ?? ''))}
        />
      ))}
      {TEXTS.map((name) => (
        <TextField
          key={`${name} ${fields[name]}`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          hint={
            isPerson(name) &&
            fields[name] &&
            errorsOf(name).length === 0 && <Person id={fields[name]} />
          }
          {...common(name, fields[name] ?? '')}
        />
      ))}
      <SelectField key={`code ${fields.code}`} {...common('code', fields.code ?? '')}>
        <option value="">{t('ui:all')}</option>
        {byWords(AUDIT_REASONS, reasonName).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
