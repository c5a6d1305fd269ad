import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { useMailsIn } from './mail-api.ts'
import { mailReason } from './mail-reason.ts'
import { stuckOf } from './stuck.ts'

/** Tells that mails wait, why, and what to do, while there are such. */
export const StuckNotice = () => {
  const { t } = useTranslation('mail')
  const { instant } = useFormats()
  const { may } = usePermissions()
  const pages = [useMailsIn('deferred'), useMailsIn('queued')].filter((page) => page !== undefined)
  const stuck = stuckOf(pages, new Date())
  const reason = stuck && (stuck.reason ? mailReason(stuck.reason) : 'untried')
  return (
    <div role="status" className="empty:absolute">
      {stuck && (
        <div className="flex gap-3 rounded-2xl bg-bad-soft p-5 text-ink">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-bad" />
          <div className="grid min-w-0 gap-1.5">
            <p className="font-semibold text-bad">
              {t(stuck.isMore ? 'stuck.more' : 'stuck.some', {
                count: stuck.count,
                since: instant(stuck.since),
              })}
            </p>
            <p>
              {t(reason === 'untried' ? 'stuck.untried' : `reason.${reason}`)}{' '}
              {stuck.reason && (
                <span lang="en" className="break-words text-quiet">
                  ({stuck.reason})
                </span>
              )}
            </p>
            <p>
              <span className="font-medium">{t('toDo')}</span>{' '}
              {t(reason === 'untried' ? 'stuck.untriedMend' : `mend.${reason}`)}
            </p>
            {may('settings:read') && (
              <p>
                <TextLink to="/admin/doctor">{t('stuck.doctor')}</TextLink>
              </p>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
