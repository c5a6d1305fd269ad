import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import type { FilterFields } from './audit-filter.ts'
import { AuditFilterFields } from './audit-filter-fields.tsx'
import { personMeant } from './find-person.ts'
import { fromLocal } from './local-time.ts'
import { wrongOf } from './valid-filter.ts'

interface Props {
  /** As the address has them. */
  readonly fields: FilterFields
  readonly onFilter: (fields: FilterFields) => void
}

const read = async (form: HTMLFormElement): Promise<FilterFields> => {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)] as const)
  const typed: FilterFields = Object.fromEntries(entries)
  const [userId, actorId] = await Promise.all(
    [typed.userId, typed.actorId].map((one) => personMeant(one)),
  )
  const fields = {
    ...typed,
    ...{ from: fromLocal(typed.from ?? ''), to: fromLocal(typed.to ?? '') },
    ...{ userId, actorId },
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value?.trim()))
}

/** Which events are shown. The address keeps it, so that it can be passed on. */
export const AuditFilterForm = ({ fields, onFilter }: Props) => {
  const { t } = useTranslation('audit')
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<FilterFields | null>(null)
  const wrong = wrongOf(refused ?? fields)
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [refused])

  const filter = async (element: HTMLFormElement): Promise<void> => {
    setBusy(true)
    const typed = await read(element)
    setBusy(false)
    const isWrong = wrongOf(typed).length > 0
    setRefused(isWrong ? typed : null)
    if (!isWrong) onFilter(typed)
  }
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (!isBusy) void filter(event.currentTarget)
  }
  return (
    <form ref={form} noValidate onSubmit={send} className="grid gap-5">
      <AuditFilterFields fields={fields} wrong={wrong} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isBusy={isBusy}>
          {t('auditLog.filter.apply')}
        </Button>
        {Object.keys(fields).length > 0 && (
          <Button
            look="plain"
            onClick={() => {
              setRefused(null)
              onFilter({})
              form.current?.querySelector<HTMLElement>('input')?.focus()
            }}
          >
            {t('auditLog.filter.clear')}
          </Button>
        )}
      </div>
    </form>
  )
}
