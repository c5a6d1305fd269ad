import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { usePowerOver } from './use-power-over.ts'
import { DisableButton, SendResetButton, UnlockButton } from './user-acts.tsx'
import { type Hindrance, hindrancesOf } from './user-state.ts'
import type { ManagedUser } from './users-api.ts'

interface Props {
  readonly user: ManagedUser
  readonly isSelf: boolean
}

/** Whether and why somebody cannot sign in, with the buttons that mend it. */
export const UserSignIn = ({ user, isSelf }: Props) => {
  const { t } = useTranslation('managed-user')
  const { isAbove, mayDo } = usePowerOver(user)
  const { instant } = useFormats()
  const reasons = useRef<HTMLDivElement>(null)
  const hindrances = hindrancesOf(user, new Date())
  const isIn = (...some: Hindrance[]) => some.some((one) => hindrances.includes(one))
  // The button that was pressed may be gone: what it changed is read out instead.
  const onDone = () => reasons.current?.focus()
  return (
    <Card title={t('signIn.title')}>
      <div ref={reasons} tabIndex={-1} className="outline-none">
        {hindrances.length === 0 ? (
          <p>{t('signIn.fine')}</p>
        ) : (
          <ul className="grid gap-3">
            {hindrances.map((one) => (
              <li key={one} className="rounded-xl bg-bad-soft px-4 py-3">
                <p className="font-medium text-bad">
                  {t(`signIn.${one}`, { until: user.lockedUntil ? instant(user.lockedUntil) : '' })}
                </p>
                <p className="text-sm">{t(`signIn.mend.${one}`)}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
      {mayDo('users:write') && (
        <div className="flex flex-wrap gap-3">
          {(isIn('locked', 'passwordDisabled') || user.failedLoginAttempts > 0) && (
            <UnlockButton user={user} onDone={onDone} />
          )}
          {!user.disabled && <SendResetButton user={user} />}
          {!isSelf && <DisableButton user={user} />}
        </div>
      )}
      {isAbove && <p className="text-sm text-quiet">{t('signIn.above')}</p>}
      {isSelf && <p className="text-sm text-quiet">{t('signIn.self')}</p>}
    </Card>
  )
}
