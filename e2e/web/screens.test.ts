import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from './chromium.ts'
import { seedDemo } from './demo.ts'
import { type Eyes, SCREENS, settle, show } from './screens.ts'
import { isSignedIn } from './steps.ts'
import { useWebApp } from './web-app.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const DESKTOP = { width: 1280, height: 800 }
const NARROW = { width: 360, height: 740 }
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

type State = BrowserContextOptions['storageState']

describe.skipIf(!hasChromium)('every screen', () => {
  const web = useWebApp()
  const states = new Map<Eyes, State>([['nobody', undefined]])
  beforeAll(async () => {
    const who = await seedDemo(web.server)
    for (const eyes of ['user', 'admin'] as const) {
      const visitor = await web.open()
      await isSignedIn(visitor, web.server, who(eyes))
      states.set(eyes, await visitor.context.storageState())
      await visitor.context.close()
    }
  }, 120_000)

  const findings = async (page: Page, look: string): Promise<readonly string[]> => {
    await settle(page)
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${look}: ${id} at ${target}: ${failureSummary}`),
    )
  }

  test.each(SCREENS)(
    '$name has nothing that axe finds, and no sideways scrolling',
    async (screen) => {
      const storageState = states.get(screen.eyes)
      const { page } = await web.open({
        ...{ viewport: DESKTOP, colorScheme: 'light', reducedMotion: 'reduce' },
        ...(storageState && { storageState }),
      })
      await show(page, screen)
      const found = [...(await findings(page, 'light'))]
      await page.emulateMedia({ colorScheme: 'dark' })
      found.push(...(await findings(page, 'dark')))
      await page.setViewportSize(NARROW)
      found.push(...(await findings(page, 'dark and narrow')))
      const overflow = await page.evaluate<number>(OVERFLOW)
      if (overflow > 0) found.push(`${overflow} pixels too wide at 360`)
      expect(found).toEqual([])
    },
  )
})
