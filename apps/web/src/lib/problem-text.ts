import type { Problem } from '@latchkey/client'
import i18next from 'i18next'

/** Why a call was refused, and after how many seconds it may work, when the answer said so. */
export interface Refused extends Problem {
  readonly waitSeconds?: number
}

/** A wait in words such as “in 15 minutes”, never shorter than it is. */
const after = (seconds: number): string =>
  new Intl.RelativeTimeFormat(i18next.language).format(Math.ceil(seconds / 60), 'minute')

/** What to tell somebody whose call was refused, in their language. */
export const problemText = ({ code, detail, waitSeconds = 0 }: Refused): string =>
  code === 'rate_limited' && waitSeconds > 0
    ? i18next.t('limited.until', { when: after(waitSeconds) })
    : i18next.t(`problem.${code}`, { defaultValue: detail })

/** What is wrong with a field, by the code of the refusal or else by the field. */
export const fieldText = (path: string, code: string, message?: string): string =>
  i18next.t([`field.${code}`, `field.invalid_${path}`], {
    defaultValue: message ?? i18next.t('field.invalid'),
  })

/** The sentences for one field of a form; none when it was not refused. */
export const fieldTexts = (problem: Problem | null, path: string): readonly string[] =>
  (problem?.errors ?? [])
    .filter((error) => error.path === path)
    .map(({ code, message }) => fieldText(path, code, message))
