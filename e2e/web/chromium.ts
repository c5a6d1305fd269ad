import { existsSync } from 'node:fs'
import { env } from 'node:process'
import { type Browser, chromium } from 'playwright-core'

const PROGRAM = env['CHROMIUM'] ?? '/usr/bin/chromium'

/** What a browser would do behind the tests, and Debian's sandbox, which root cannot have. */
const QUIET = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
]

/** Whether Chromium is here. Under `CI=true` it must be; elsewhere its tests are skipped by name. */
export const hasChromium = ((): boolean => {
  if (existsSync(PROGRAM)) return true
  const what = `There is no ${PROGRAM}: install Debian's chromium, or say where it is by CHROMIUM.`
  if (env['CI'] === 'true') throw new Error(what)
  console.warn(`The web app is not tested in a browser. ${what}`)
  return false
})()

export interface ChromiumOptions {
  /** Keeps pages that were left in memory, for the back button; Playwright switches that off. */
  readonly keepsPages?: boolean
}

export const launchChromium = ({ keepsPages = false }: ChromiumOptions = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: PROGRAM,
    args: QUIET,
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  })
