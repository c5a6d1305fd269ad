import { useTranslation } from 'react-i18next'
import type { MailRecord, UserEvent } from './timeline-api.ts'

/** What became of the mail of an event, in a sentence. */
export const useMailText = () => {
  const { t } = useTranslation('timeline')
  return ({ at }: UserEvent, { state, sentAt, reason }: MailRecord): string => {
    const why = { reason: reason ?? '…' }
    if (state === 'sent') {
      const seconds = (Date.parse(sentAt ?? at) - Date.parse(at)) / 1000
      return t('mailSent', { count: Math.max(1, Math.round(seconds)) })
    }
    if (state === 'queued') return t('mailQueued')
    if (state === 'deferred') return t('mailDeferred', why)
    return state === 'dead' ? t('mailDead', why) : t('mailFailed')
  }
}
