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

/** Changes the language of the page. Rejects, and changes nothing, when its texts cannot be fetched. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  const shown = Object.keys(i18next.getDataByLanguage(i18next.language) ?? {})
  const fetched = shown.map(async (name) => [name, await fetchTexts(language, name)] as const)
  for (const [name, texts] of await Promise.all(fetched))
    i18next.addResourceBundle(language, name, texts)
  await i18next.changeLanguage(language)
  storeLanguage(language)
}
