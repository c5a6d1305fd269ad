/*
 * npm run screens -- [names…]
 *
 * Photographs every screen, or the named ones, into docs/screens: on a desktop and a phone in
 * light, and on a desktop in dark.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import sharp from 'sharp'
import { startServer } from '../server.ts'
import { launchChromium } from './chromium.ts'
import { seedDemo } from './demo.ts'
import { type Eyes, SCREENS, show } from './screens.ts'
import { isSignedIn } from './steps.ts'
import { aVisitor } from './visitor.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url))
const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const LOOKS = {
  desktop: { viewport: DESKTOP, colorScheme: 'light' },
  dark: { viewport: DESKTOP, colorScheme: 'dark' },
  phone: { viewport: PHONE, colorScheme: 'light', isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

const wanted = process.argv.slice(2)
const screens = SCREENS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

/** Vite's build, of what the sources say now. */
const { bringWebAppUpToDate } = (await import('../../tools/web-app.mjs' as string)) as {
  bringWebAppUpToDate(): Promise<void>
}
await bringWebAppUpToDate()
mkdirSync(FOLDER, { recursive: true })
const server = await startServer({ hasLimits: true })
const browser: Browser = await launchChromium()
try {
  const who = await seedDemo(server)
  const statesOf = async (eyes: Eyes): Promise<BrowserContextOptions> => {
    if (eyes === 'nobody') return {}
    const visitor = await aVisitor(browser, server.url)
    await isSignedIn(visitor, server, who(eyes))
    return { storageState: await visitor.context.storageState() }
  }
  /** Goes through the screens in one browser, so that it knows the files of the web app. */
  const take = async (eyes: Eyes, look: string, options: BrowserContextOptions) => {
    const { page } = await aVisitor(browser, server.url, { reducedMotion: 'reduce', ...options })
    for (const screen of screens.filter((it) => it.eyes === eyes))
      try {
        await show(page, screen)
        const file = `${FOLDER}${screen.name}-${look}.webp`
        await sharp(await page.screenshot())
          .webp({ quality: 70, effort: 6 })
          .toFile(file)
      } catch (error) {
        console.error(`${screen.name} ${look}: ${error}`)
        process.exitCode = 1
      }
    await page.context().close()
  }
  for (const eyes of ['nobody', 'user', 'admin'] as const) {
    const state = await statesOf(eyes)
    const looks = Object.entries(LOOKS)
    await Promise.all(looks.map(([look, options]) => take(eyes, look, { ...options, ...state })))
    console.log(`what is seen by ${eyes}`)
  }
} finally {
  await browser.close()
  await server.stop()
}
