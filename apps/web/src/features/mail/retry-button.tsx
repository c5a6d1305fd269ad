import type { Problem } from '@latchkey/client'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { tell, tellProblem } from '../../lib/toasts.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Button } from '../../ui/button.tsx'
import { type Mail, useRetryMailMutation } from './mail-api.ts'

/** Sends a mail again that waits or was refused, for who may; nothing for any other mail. */
export const RetryButton = ({ mail }: { readonly mail: Mail }) => {
  const { t } = useTranslation('mail')
  const { may } = usePermissions()
  const [retry, { isLoading }] = useRetryMailMutation()
  const button = useRef<HTMLButtonElement>(null)
  const isWaiting = mail.state === 'deferred' || mail.state === 'dead'
  if (!isWaiting || !may('mail:retry')) return null
  const send = () =>
    retry(mail.id)
      .unwrap()
      .then(
        () => {
          tell(t('retry.done'))
          // The button goes: what is around it takes the focus.
          button.current?.closest<HTMLElement>('section, [role=dialog]')?.focus()
        },
        (problem: Problem) => tellProblem(problem),
      )
  return (
    <Button
      ref={button}
      look="plain"
      isBusy={isLoading}
      className="justify-self-start text-sm whitespace-nowrap"
      aria-label={t('retry.named', { mail: t(`template.${mail.template}`), to: mail.to })}
      onClick={() => void send()}
    >
      {t('retry.action')}
    </Button>
  )
}
