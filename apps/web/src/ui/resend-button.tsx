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
  if (seconds > 0)
    return <span className="py-1 text-sm text-quiet">{t('resend.in', { seconds })}</span>
  return (
    <Button
      look="link"
      onClick={() => {
        restart()
        void onClick()
      }}
    >
      {children}
    </Button>
  )
}
