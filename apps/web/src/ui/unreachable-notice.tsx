import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAskingAgain } from '../lib/use-asking-again.ts'
import { useHandedOnFocus } from '../lib/use-handed-on-focus.ts'
import { Button } from './button.tsx'

/** Above a form that can be filled in while the server does not answer. */
export const UnreachableNotice = () => {
  const { t } = useTranslation()
  const { isBusy, askAgain } = useAskingAgain()
  const part = useRef<HTMLDivElement>(null)
  useHandedOnFocus(part)
  return (
    <div
      ref={part}
      role="alert"
      className="grid justify-items-start gap-3 rounded-xl bg-bad-soft p-4 text-sm"
    >
      <p className="font-medium text-bad">{t('unreachable.title')}</p>
      <p>{t('unreachable.lead')}</p>
      <Button look="plain" className="bg-card" isBusy={isBusy} onClick={askAgain}>
        {t('unreachable.again')}
      </Button>
    </div>
  )
}
