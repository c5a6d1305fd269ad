import i18next, { type BackendModule, type ResourceKey } from 'i18next'
import { initReactI18next } from 'react-i18next'
import translation from './en.json'

/** Every language of the web app, by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const
export type Language = keyof typeof LANGUAGES

const KEY = 'latchkey:language'

/** The texts of every page before sign-in, those of the shell, and those of each feature behind it. */
const TEXTS = import.meta.glob<ResourceKey>(
  [
    './{de,fr}.json',
    '../ui/texts.*.json',
    '../lib/sentences.*.json',
    '../features/*/texts.*.json',
  ],
  { import: 'default' },
)

const pathOf = (language: string, namespace: string): string => {
  if (namespace === 'translation') return `./${language}.json`
  if (namespace === 'sentences') return `../lib/sentences.${language}.json`
  const folder = namespace === 'ui' ? '../ui' : `../features/${namespace}`
  return `${folder}/texts.${language}.json`
}

/** Loads the texts of a feature when a page of it is shown first. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, callback) => {
    const load = TEXTS[pathOf(language, namespace)]
    if (!load) return callback(`there are no texts of “${namespace}” in “${language}”`, null)
    load().then(
      (texts) => callback(null, texts),
      (error: unknown) => callback(String(error), null),
    )
  },
}

const isLanguage = (name: string): name is Language => Object.hasOwn(LANGUAGES, name)

/** What the visitor chose, else the first language of the browser that we have. */
const preferred = (): Language => {
  const wanted = [stored(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())]
  return wanted.find((name) => name !== null && isLanguage(name)) ?? 'en'
}

const stored = (): Language | null => {
  try {
    const name = localStorage.getItem(KEY) ?? ''
    return isLanguage(name) ? name : null
  } catch {
    return null
  }
}

/** `ahead`: the namespaces that the first page needs besides those of every page before sign-in. */
export const startLanguages = async (ahead: readonly string[]): Promise<void> => {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferred(),
      ns: ['translation', ...ahead],
      resources: { en: { translation } },
      partialBundledLanguages: true,
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
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // It then lasts as long as the page.
  }
}
