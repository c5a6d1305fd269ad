import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import type { MailState } from './mail-filter.ts'

const TONES = {
  queued: 'plain',
  deferred: 'plain',
  sent: 'good',
  failed: 'bad',
  dead: 'bad',
} as const

/** Where a mail stands, in a word. */
export const MailStateBadge = ({ state }: { readonly state: MailState }) => {
  const { t } = useTranslation('mail')
  return <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
}
