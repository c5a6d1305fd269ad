import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/copy-button.tsx'
import type { Finding } from './doctor-api.ts'

const LOOKS = {
  ok: { icon: CircleCheck, color: 'text-good' },
  warning: { icon: TriangleAlert, color: 'text-warn' },
  problem: { icon: CircleX, color: 'text-bad' },
} as const

interface Props {
  readonly finding: Finding
  /** The heading above, which need not be said twice. */
  readonly area: string
}

/** One thing that was looked at: how it is, and what to do when it is not well. */
export const FindingItem = ({ finding, area }: Props) => {
  const { t } = useTranslation('doctor')
  const { check, status, cause, fix } = finding
  // What has no words of its own is the name of a variable.
  const name = t(`check.${check}`, { defaultValue: check })
  const { icon: Icon, color } = LOOKS[status]
  return (
    <li className="flex gap-3 py-4 first:pt-0 last:pb-0">
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${color}`} />
      <div className="grid min-w-0 flex-1 gap-1.5">
        <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
          {name !== area && <span className="min-w-0 break-words">{name}</span>}
          <span className={`text-sm ${color}`}>{t(`status.${status}`)}</span>
        </h3>
        <p lang="en" className="break-words text-quiet">
          {cause}
        </p>
        {fix !== null && (
          <div className="flex items-start gap-2 rounded-xl bg-page px-4 py-3 text-sm">
            <p className="min-w-0 flex-1 break-words">
              <span className="font-medium">{t('fix')}</span> <span lang="en">{fix}</span>
            </p>
            <CopyButton text={fix} of={t('fixOf', { check: name })} />
          </div>
        )}
      </div>
    </li>
  )
}
