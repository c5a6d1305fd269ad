/*
 * npm run screens -- [names…]
 *
 * Photographs every screen, or the named ones, into docs/screens: on a desktop and a phone in
 * light, and on a desktop in dark; and writes the page that shows them all.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import sharp from 'sharp'
import { startServer } from '../server.ts'
import { launchChromium } from './chromium.ts'
import { seedDemo } from './demo.ts'
import { galleryOf, LOOKS, type Look } from './gallery.ts'
import { type Eyes, SCREENS, show } from './screens.ts'
import { isSignedIn } from './steps.ts'
import { aVisitor } from './visitor.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url))
/** A name that says nothing of the machine: the doctor shows it. */
const DATA_DIR = join(tmpdir(), 'latchkey')
/** The device and the network of whoever looks, as lists and the log show them. */
const CAMERA = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
  'x-forwarded-for': '203.0.113.24',
}
/** What nobody does leaves traces, so it is photographed last. */
const EYES: readonly Eyes[] = ['admin', 'user', 'nobody']

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !SCREENS.some((screen) => screen.name === name))
if (unknown.length > 0) throw new Error(`there is no screen ${unknown.join(', ')}`)
const screens = SCREENS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

/** Vite's build, of what the sources say now. */
const { bringWebAppUpToDate } = (await import('../../tools/web-app.mjs' as string)) as {
  bringWebAppUpToDate(): Promise<void>
}
await bringWebAppUpToDate()
mkdirSync(FOLDER, { recursive: true })
rmSync(DATA_DIR, { recursive: true, force: true })
mkdirSync(DATA_DIR)
const { PORT = '3000' } = process.env
const env = { PORT, TRUST_PROXY: '127.0.0.1,::1' }
const server = await startServer({ hasLimits: true, dataDir: DATA_DIR, env })
const browser: Browser = await launchChromium()
try {
  const who = await seedDemo(server)
  const aCamera = (options: BrowserContextOptions = {}) => {
    const { 'user-agent': userAgent, ...extraHTTPHeaders } = CAMERA
    const place = { userAgent, extraHTTPHeaders, timezoneId: 'Europe/London' }
    return aVisitor(browser, server.url, { reducedMotion: 'reduce', ...place, ...options })
  }
  const statesOf = async (eyes: Eyes): Promise<BrowserContextOptions> => {
    if (eyes === 'nobody') return {}
    const visitor = await aCamera()
    await isSignedIn(visitor, server, who(eyes), CAMERA)
    return { storageState: await visitor.context.storageState() }
  }
  /** Goes through the screens in one browser, so that it knows the files of the web app. */
  const take = async (eyes: Eyes, look: Look, state: BrowserContextOptions) => {
    const { page } = await aCamera({ ...LOOKS[look], ...state })
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
  for (const eyes of EYES) {
    if (!screens.some((screen) => screen.eyes === eyes)) continue
    const state = await statesOf(eyes)
    const looks = Object.keys(LOOKS) as Look[]
    await Promise.all(looks.map((look) => take(eyes, look, state)))
    console.log(`what is seen by ${eyes}`)
  }
  writeFileSync(`${FOLDER}README.md`, galleryOf(SCREENS))
} finally {
  await browser.close()
  await server.stop()
  rmSync(DATA_DIR, { recursive: true, force: true })
}
