import { useTranslation } from 'react-i18next'

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** What else was recorded, as it was recorded. */
export const EventMetadata = ({ metadata }: { readonly metadata: Record<string, unknown> }) => {
  const { t } = useTranslation('audit')
  const entries = Object.entries(metadata)
  if (entries.length === 0) return null
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{t('auditLog.metadata')}</h3>
      <dl className="grid gap-1 rounded-xl bg-page px-4 py-3 font-mono text-sm">
        {entries.map(([key, value]) => (
          <div key={key} className="break-all">
            <dt className="inline text-quiet">{key}: </dt>
            <dd className="inline">{textOf(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
