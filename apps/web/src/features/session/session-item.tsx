import type { Problem } from '@latchkey/client'
import { Monitor, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OwnSession } from '../../lib/own-sessions.ts'
import { tell, tellProblem } from '../../lib/toasts.ts'
import { useDevice } from '../../lib/use-device.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { When } from '../../ui/when.tsx'
import { useEndSessionMutation } from './session-api.ts'

const isPhone = (userAgent: string): boolean => /Mobi|Android|iPhone|iPad/i.test(userAgent)

/** One device: what it is, where it was last, and the way to sign it out. */
export const SessionItem = ({ session }: { readonly session: OwnSession }) => {
  const { t } = useTranslation('session')
  const { day } = useFormats()
  const nameOf = useDevice()
  const [end] = useEndSessionMutation()
  const device = nameOf(session.device)
  const Icon = isPhone(session.userAgent) ? Smartphone : Monitor
  const confirmed = async () => {
    const { error } = await end(session.id)
    const problem = error as Problem | undefined
    // Somebody was faster: what was wanted is done.
    if (problem && problem.code !== 'not_found') tellProblem(problem)
    else tell(t('sessions.ended', { device }))
    return !problem || problem.code === 'not_found'
  }
  return (
    <li className="flex flex-wrap items-start gap-4 py-4 first:pt-0 last:pb-0">
      <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-quiet" />
      <div className="grid min-w-0 flex-1 basis-52 gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium" title={session.userAgent}>
            {device}
          </span>
          {session.current && <Badge tone="good">{t('sessions.current')}</Badge>}
        </p>
        <p className="text-sm text-quiet">
          {t('sessions.lastUsed')} <When at={session.lastUsedAt} /> ·{' '}
          <span className="inline-block max-w-full break-all">{session.ipAddress}</span>
        </p>
        <p className="text-sm text-quiet">
          {t('sessions.since', { day: day(session.createdAt), end: day(session.expiresAt) })}
        </p>
      </div>
      {!session.current && (
        <Confirm
          trigger={
            <Button
              look="plain"
              className="ml-10 sm:ml-0"
              aria-label={t('sessions.endOf', { device })}
            >
              {t('sessions.end')}
            </Button>
          }
          title={t('sessions.endTitle', { device })}
          action={t('sessions.end')}
          onConfirm={confirmed}
        >
          {t('sessions.endLead')}
        </Confirm>
      )}
    </li>
  )
}
