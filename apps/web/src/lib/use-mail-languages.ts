import { useTranslation } from 'react-i18next'
import { useConfig } from './use-config.ts'
import { useLanguageName } from './use-language-name.ts'

/** What mails are written in here, and the language that somebody has in any case, by their names. */
export const useMailLanguages = (own: string): readonly string[] => {
  const { language } = useTranslation().i18n
  const name = useLanguageName()
  const tags = [...new Set([...(useConfig()?.locales ?? []), own])]
  return tags.toSorted((one, other) => name(one).localeCompare(name(other), language))
}
