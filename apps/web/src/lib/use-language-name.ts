import { useTranslation } from 'react-i18next'

/** The name of a language, by its code, in the language of the page; written as it stands alone. */
export const useLanguageName = () => {
  const { language } = useTranslation().i18n
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
  return (code: string): string => {
    const [first = '', ...rest] = names.of(code) ?? code
    return [first.toLocaleUpperCase(language), ...rest].join('')
  }
}
