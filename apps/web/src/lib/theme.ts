export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'latchkey:theme'

/** What the visitor chose; `system` until they choose, and where nothing may be stored. */
export const chosenTheme = (): Theme => {
  try {
    const stored = localStorage.getItem(KEY)
    return THEMES.find((theme) => theme === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

export const applyTheme = (theme = chosenTheme()): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const chooseTheme = (theme: Theme): void => {
  applyTheme(theme)
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It then lasts as long as the page.
  }
}
