import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

/** As much of an audit event as a sentence needs; who sees their own activity gets no metadata. */
export interface ToldEvent {
  readonly action: string
  readonly resource: string
  readonly success: boolean
  readonly code: string | null
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Somebody else than the user did it. */
  readonly byOther: boolean
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.join(', ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

/** Which of several sentences an action has is meant. */
export const kindOf = ({ action, resource, metadata = {}, byOther }: ToldEvent): string => {
  if (action === 'authn_login_success') return textOf(metadata['amr'] ?? '')
  if (action === 'authn_token_revoked') return textOf(metadata['reason'] ?? '')
  if (action === 'authn_login_lock') return metadata['isDisabled'] === true ? 'disabled' : ''
  if (action === 'user_created' && metadata['importId']) return 'import'
  if (action === 'user_created' && metadata['otpRequestId']) return 'code'
  if (/^(authz_fail|privilege_|sensitive_|user_verification_fail)/.test(action)) return resource
  return byOther ? 'administrator' : ''
}

/** What happened, in a few words and without a full stop. */
const whatOf = (t: TFunction<'sentences'>, event: ToldEvent): string => {
  const { action } = event
  const kind = kindOf(event)
  const keys = [...(kind ? [`kind.${action}.${kind}`] : []), `done.${action}`]
  return t(event.success ? keys : [`refused.${action}`, ...keys], {
    defaultValue: t('unknown', { action }),
  })
}

/** The fields of a profile in words. */
const fieldNames = (t: TFunction<'sentences'>, fields: unknown): string =>
  Array.isArray(fields)
    ? fields.map((name) => t(`field.${name}`, { defaultValue: textOf(name) })).join(', ')
    : textOf(fields)

/** What else the log knows of it, a sentence each. */
const detailsOf = (
  t: TFunction<'sentences'>,
  { metadata = {}, action }: ToldEvent,
): readonly string[] => {
  const { failures, fields, before, roles, role, key, from, to, permission } = metadata
  const sessions = metadata['sessionsEnded'] ?? metadata['sessions']
  const isChangeOfRoles = action === 'privilege_permissions_changed' && before !== undefined
  return [
    typeof failures === 'number' && t('detail.failures', { count: failures }),
    typeof sessions === 'number' && sessions > 0 && t('detail.sessions', { count: sessions }),
    fields !== undefined && t('detail.fields', { fields: fieldNames(t, fields) }),
    isChangeOfRoles && t('detail.roles', { before: textOf(before), roles: textOf(roles) }),
    role !== undefined && t('detail.role', { role: textOf(role) }),
    key !== undefined &&
      t('detail.setting', {
        key: textOf(key),
        from: from === null ? t('detail.default') : textOf(from),
        to: textOf(to),
      }),
    typeof permission === 'string' && t('detail.permission', { permission }),
    metadata['isBeyondMailBudget'] === true && t('detail.beyondMailBudget'),
  ].filter((text) => text !== false)
}

/** Audit events, their actions and their reasons in the language of the page. */
export const useSentences = () => {
  const { t } = useTranslation('sentences')
  return {
    /** “Sign-in failed: the password was wrong.” */
    sentence: (event: ToldEvent): string => {
      const what = whatOf(t, event)
      if (event.code === null) return t('period', { what })
      const why = t(`why.${event.code}`, {
        defaultValue: t('unknownWhy', { code: event.code }),
      })
      return t('whole', { what, why })
    },
    /** What to do about a refusal, as one tells an administrator; null where nothing is known. */
    advice: (code: string | null): string | null =>
      code === null ? null : t(`mend.${code}`, { defaultValue: '' }) || null,
    details: (event: ToldEvent): readonly string[] => detailsOf(t, event),
    /** The action by itself, for lists and filters. */
    actionName: (action: string): string => t(`done.${action}`, { defaultValue: action }),
    /** The reason by itself, for lists and filters. */
    reasonName: (code: string): string => t(`why.${code}`, { defaultValue: code }),
  }
}
