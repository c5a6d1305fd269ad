import { useTranslation } from 'react-i18next'

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How long ago an instant was, or how far ahead it is, in words of the language. */
export const relative = (language: string, instant: Date, now: Date): string => {
  const seconds = Math.round((instant.getTime() - now.getTime()) / 1000)
  // “Yesterday” would be wrong of what is thirty hours ago.
  const words = new Intl.RelativeTimeFormat(language, {
    numeric: seconds === 0 ? 'auto' : 'always',
  })
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
  return words.format(Math.trunc(seconds / length), unit)
}

/** Dates and numbers in the language of the page. Instants are ISO 8601, as the API gives them. */
export const useFormats = () => {
  const { language } = useTranslation().i18n
  const instants = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const times = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const numbers = new Intl.NumberFormat(language)
  return {
    instant: (iso: string) => instants.format(new Date(iso)),
    time: (iso: string) => times.format(new Date(iso)),
    day: (iso: string) => days.format(new Date(iso)),
    ago: (iso: string) => relative(language, new Date(iso), new Date()),
    number: (value: number) => numbers.format(value),
  }
}
