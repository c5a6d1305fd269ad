import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { Card } from '../../ui/card.tsx'
import { StepItem } from './step-item.tsx'
import { stepsOf } from './steps.ts'

interface Props {
  readonly account: OwnAccount
  readonly sessions: number
}

/** What would make the account complete or safer; everything on it is looked up, nothing is advertised. */
export const NextSteps = ({ account, sessions }: Props) => {
  const { t } = useTranslation('dashboard')
  const steps = stepsOf(account, sessions)
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <Card
      title={t('steps.title')}
      lead={
        done === steps.length ? t('steps.allDone') : t('steps.lead', { done, total: steps.length })
      }
    >
      <ul className="-my-2">
        {steps.map(({ id, to, isDone }) => (
          <StepItem
            key={id}
            to={to}
            title={t(`steps.${id}`)}
            lead={t(`steps.${id}Lead`, { count: sessions })}
            isDone={isDone}
          />
        ))}
      </ul>
    </Card>
  )
}
