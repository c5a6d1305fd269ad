import { useTranslation } from 'react-i18next'

/** The days of the figures, which begin and end in UTC, in words of the language. */
export const useDays = () => {
  const { language } = useTranslation().i18n
  const short = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  const plain = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  const long = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' })
  return {
    shortDay: (date: string) => short.format(new Date(date)),
    plainDay: (date: string) => plain.format(new Date(date)),
    longDay: (date: string) => long.format(new Date(date)),
  }
}
