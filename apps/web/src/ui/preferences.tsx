import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, type Language } from '../i18n/language.ts'
import { chooseLanguage } from '../i18n/languages.ts'
import { chooseTheme, chosenTheme, THEMES, type Theme } from '../lib/theme.ts'

const SELECT = 'min-h-9 rounded-lg border border-line bg-card px-2 text-sm text-quiet'

/** Language and light or dark, for whoever looks at the page. */
export const Preferences = () => {
  const { t, i18n } = useTranslation()
  const [isAway, setAway] = useState(false)
  const choose = async (language: Language) => {
    try {
      await chooseLanguage(language)
      setAway(false)
    } catch {
      setAway(true)
    }
  }
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  return (
    <footer className="flex flex-wrap justify-center gap-3 py-6">
      <select
        aria-label={t('preferences.language')}
        className={SELECT}
        value={i18n.language}
        onChange={({ target }) => void choose(target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label={t('preferences.theme')}
        className={SELECT}
        value={theme}
        onChange={({ target }) => {
          const chosen = THEMES.find((name) => name === target.value) ?? 'system'
          setTheme(chosen)
          chooseTheme(chosen)
        }}
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {t(`preferences.${name}`)}
          </option>
        ))}
      </select>
      <p role="alert" className="w-full text-center text-sm text-bad empty:hidden">
        {isAway && t('preferences.away')}
      </p>
    </footer>
  )
}
