import { ArrowRight, Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

interface Props {
  readonly to: string
  readonly title: string
  readonly lead: string
  readonly isDone: boolean
}

/** One line of a checklist, which leads to where it is done. */
export const StepItem = ({ to, title, lead, isDone }: Props) => {
  const { t } = useTranslation('dashboard')
  return (
    <li>
      <Link to={to} className="-mx-3 flex items-start gap-3 rounded-xl px-3 py-3 hover:bg-page">
        <span
          className={`mt-0.5 grid size-6 shrink-0 place-items-center rounded-full border ${
            isDone ? 'border-transparent bg-good-soft text-good' : 'border-field'
          }`}
        >
          {isDone && <Check aria-hidden="true" className="size-3.5" />}
        </span>
        <span className="grid min-w-0 flex-1 gap-0.5">
          <span className={isDone ? 'text-quiet' : 'font-medium'}>
            {title}
            {isDone && <span className="sr-only"> ({t('steps.isDone')})</span>}
          </span>
          {!isDone && <span className="text-sm text-quiet">{lead}</span>}
        </span>
        {!isDone && <ArrowRight aria-hidden="true" className="mt-1 size-4 shrink-0 text-quiet" />}
      </Link>
    </li>
  )
}
