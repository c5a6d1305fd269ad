import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Language, preferredLanguage, storeLanguage } from './language.ts'
import { fetchTexts } from './texts.ts'

/** Loads the texts of a feature when a page of it is shown first. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, callback) => {
    fetchTexts(language, namespace).then(
      (texts) => callback(null, texts),
      (error: unknown) => callback(String(error), null),
    )
  },
}

/** `namespaces`: what the first page needs; other pages fetch theirs when they are shown. */
export const startLanguages = async (namespaces: readonly string[]): Promise<void> => {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      ns: namespaces,
      fallbackLng: false,
      load: 'currentOnly',
      interpolation: { escapeValue: false },
      react: { useSuspense: true, bindI18nStore: 'added' },
    })
  // Texts that could not be loaded without a network are asked for again.
  addEventListener('online', () => void i18next.reloadResources())
}

export const chooseLanguage = async (language: Language): Promise<void> => {
  await i18next.changeLanguage(language)
  storeLanguage(language)
}
