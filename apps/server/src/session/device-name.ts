import Bowser from 'bowser'

const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP))
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP))

/**
 * What a person calls the device that sent this `User-Agent`, such as "Firefox on Linux". Whoever
 * calls chose that text, so nothing of it comes back: only names that are on a list.
 */
export const deviceName = (userAgent: string): string => {
  if (userAgent === '') return 'Unknown device'
  const { browser, os } = Bowser.parse(userAgent)
  const names = [known(BROWSERS, browser.name), known(SYSTEMS, os.name)]
  return names.filter((name) => name !== undefined).join(' on ') || 'Unknown device'
}

const known = (names: ReadonlySet<string>, name: string | undefined): string | undefined =>
  name !== undefined && names.has(name) ? name : undefined
