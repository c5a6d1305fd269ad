import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSecondsLeft } from '../lib/use-seconds-left.ts'
import { Button } from './button.tsx'

const PAUSE_SECONDS = 30

interface Props {
  readonly onClick: () => void | Promise<void>
  readonly children: ReactNode
}

/** Has a mail sent again, after a moment in which the first one probably arrives. */
export const ResendButton = ({ onClick, children }: Props) => {
  const { t } = useTranslation()
  const { seconds, restart } = useSecondsLeft(PAUSE_SECONDS)
  const isEarly = seconds > 0
  return (
    <Button
      look="link"
      aria-disabled={isEarly}
      className={isEarly ? 'cursor-default text-sm text-quiet! no-underline! opacity-100!' : ''}
      onClick={() => {
        if (isEarly) return
        restart()
        void onClick()
      }}
    >
      {isEarly ? t('resend.in', { seconds }) : children}
    </Button>
  )
}
