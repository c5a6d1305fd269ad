import { useTranslation } from 'react-i18next'
import { countOf } from './areas.ts'
import type { Finding } from './doctor-api.ts'

/** All findings in a sentence, read out when they are new. */
export const Summary = ({ findings }: { readonly findings: readonly Finding[] }) => {
  const { t } = useTranslation('doctor')
  const [problems, warnings] = [countOf(findings, 'problem'), countOf(findings, 'warning')]
  const look = problems > 0 ? 'bg-bad-soft text-bad' : 'bg-good-soft text-good'
  const said = [
    problems > 0 && t('summary.problems', { count: problems }),
    problems === 0 && t(warnings > 0 ? 'summary.nothingToMend' : 'summary.fine'),
    warnings > 0 && t('summary.warnings', { count: warnings }),
  ]
  return (
    <p className={`rounded-2xl px-5 py-4 font-medium ${look}`}>{said.filter(Boolean).join(' ')}</p>
  )
}
