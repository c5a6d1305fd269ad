import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDispatch } from 'react-redux'
import { api } from '../../lib/api.ts'
import { latchkey } from '../../lib/latchkey.ts'
import type { OwnAccount } from '../../lib/own-account.ts'
import { tell } from '../../lib/toasts.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { AskEmail } from './ask-email.tsx'
import { ConfirmEmail } from './confirm-email.tsx'
import { EmailActions } from './email-actions.tsx'

/** The address, and the way to another one: ask for it, then enter the code that it got. */
export const EmailCard = ({ account }: { readonly account: OwnAccount }) => {
  const { t } = useTranslation('user')
  const dispatch = useDispatch()
  const { user, hasPassword, emailChange } = account
  const [step, setStep] = useState<'shown' | 'asking' | 'confirming' | 'left'>('shown')
  const [wanted, setWanted] = useState(emailChange?.email ?? '')
  const askedFor = (email: string) => {
    setWanted(email)
    setStep('confirming')
    dispatch(api.util.invalidateTags(['Me']))
  }
  const changed = async (email: string) => {
    setStep('left')
    setWanted('')
    tell(t('email.changed', { email }))
    await latchkey.load()
    dispatch(api.util.invalidateTags(['Me', 'Sessions', 'Users']))
  }
  const leave = () => setStep('left')
  return (
    <Card title={t('email.title')} lead={t('email.lead')}>
      <p className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 font-medium break-all">{user.email}</span>
        <Badge tone={user.emailVerified ? 'good' : 'plain'}>
          {t(user.emailVerified ? 'email.verified' : 'email.unverified')}
        </Badge>
      </p>
      {step === 'asking' && (
        <AskEmail email={wanted} hasPassword={hasPassword} onAsked={askedFor} onLeave={leave} />
      )}
      {step === 'confirming' && (
        <ConfirmEmail
          email={wanted}
          onConfirmed={changed}
          onAgain={() => setStep('asking')}
          onLeave={leave}
        />
      )}
      {(step === 'shown' || step === 'left') && (
        <EmailActions
          pending={emailChange}
          isFocused={step === 'left'}
          onChange={() => setStep('asking')}
          onCode={() => {
            setWanted(emailChange?.email ?? '')
            setStep('confirming')
          }}
        />
      )}
    </Card>
  )
}
