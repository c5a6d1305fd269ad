/** Every language of the web app, by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const
export type Language = keyof typeof LANGUAGES

const KEY = 'latchkey:language'

const isLanguage = (name: string): name is Language => Object.hasOwn(LANGUAGES, name)

const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** What the visitor chose, else the first language of the browser that we have. */
export const preferredLanguage = (): Language => {
  const wanted = [stored() ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return wanted.map((tag) => tag.toLowerCase()).find(isLanguage) ?? 'en'
}

export const storeLanguage = (language: Language): void => {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // It then lasts as long as the page.
  }
}
