import { useTranslation } from 'react-i18next'
import type { MailRecord, UserEvent } from './timeline-api.ts'

/** What became of the mail of an event, in a sentence. */
export const useMailText = () => {
  const { t } = useTranslation('access')
  return ({ at }: UserEvent, { state, sentAt, reason }: MailRecord): string => {
    const why = { reason: reason ?? '…' }
    if (state === 'sent') {
      const seconds = (Date.parse(sentAt ?? at) - Date.parse(at)) / 1000
      return t('timeline.mailSent', { count: Math.max(1, Math.round(seconds)) })
    }
    if (state === 'queued') return t('timeline.mailQueued')
    if (state === 'deferred') return t('timeline.mailDeferred', why)
    return state === 'dead' ? t('timeline.mailDead', why) : t('timeline.mailFailed')
  }
}
