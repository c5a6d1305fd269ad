import { useTranslation } from 'react-i18next'

/** Lines where text will be in a moment. */
export const Skeleton = ({ lines = 3 }: { readonly lines?: number }) => {
  const { t } = useTranslation('ui')
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <div
          key={line}
          aria-hidden="true"
          className={`h-5 animate-pulse rounded-md bg-line motion-reduce:animate-none ${line % 3 === 2 ? 'w-2/3' : ''}`}
        />
      ))}
    </div>
  )
}
