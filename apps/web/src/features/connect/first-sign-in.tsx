import { CircleCheck, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLastOtherSignIn } from '../../lib/sign-ins.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { usePermissions } from '../../lib/use-permissions.ts'

const EVERY_MS = 3000

/** Looks every few seconds, while the page is seen, whether anybody else has signed in. */
export const FirstSignIn = () => {
  const { t } = useTranslation('connect')
  const { instant } = useFormats()
  const { may } = usePermissions()
  const at = useLastOtherSignIn(EVERY_MS)
  if (!may('audit:read')) return null
  return (
    <div
      role="status"
      className={`flex items-start gap-3 rounded-xl p-4 ${at ? 'bg-good-soft text-good' : 'bg-page'}`}
    >
      {at ? (
        <CircleCheck aria-hidden="true" className="size-6 shrink-0" />
      ) : (
        <CircleDashed
          aria-hidden="true"
          className="size-6 shrink-0 animate-spin text-quiet [animation-duration:4s] motion-reduce:animate-none"
        />
      )}
      <div className="grid gap-0.5">
        <p className="font-semibold">{t(at ? 'works' : 'waiting')}</p>
        <p className={`text-sm ${at ? '' : 'text-quiet'}`}>
          {at ? t('worksLead', { at: instant(at) }) : t('waitingLead')}
        </p>
      </div>
    </div>
  )
}
