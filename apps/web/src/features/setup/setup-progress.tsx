import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/text-link.tsx'
import { SETUP_STEPS, type SetupStep } from './setup-steps.ts'

/** Where one is in the set-up. What was done can be gone back to, but for the administrator. */
export const SetupProgress = ({ step }: { readonly step: SetupStep }) => {
  const { t } = useTranslation('setup')
  const at = SETUP_STEPS.indexOf(step)
  return (
    <nav aria-label={t('steps.label')} className="mb-6">
      <ol className="flex flex-wrap justify-center gap-x-6 gap-y-2 text-sm">
        {SETUP_STEPS.map((name, index) => (
          <li
            key={name}
            aria-current={name === step ? 'step' : undefined}
            className={`flex items-center gap-2 ${name === step ? 'font-semibold' : 'text-quiet'}`}
          >
            <span
              className={`grid size-7 place-items-center rounded-full text-xs font-semibold ${index <= at ? 'bg-brand text-on-brand' : 'border border-field'}`}
            >
              {index < at ? <Check aria-hidden="true" className="size-4" /> : index + 1}
            </span>
            {name === 'brand' && index < at ? (
              <TextLink to="/setup?step=brand">{t('steps.brand')}</TextLink>
            ) : (
              t(`steps.${name}`)
            )}
            {index < at && <span className="sr-only">{t('steps.done')}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
