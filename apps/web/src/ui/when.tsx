import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'

/** An instant as “3 hours ago”, and exactly when one points at it; `never` when there is none. */
export const When = ({ at }: { readonly at: string | null }) => {
  const { t } = useTranslation('ui')
  const { ago, instant } = useFormats()
  if (at === null) return t('never')
  return (
    <time dateTime={at} title={instant(at)} className="whitespace-nowrap">
      {ago(at)}
    </time>
  )
}
