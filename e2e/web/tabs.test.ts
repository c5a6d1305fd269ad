import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { anAccount, aResetToken, bearer, OTHER_PASSWORD } from '../account.ts'
import { hasChromium } from './chromium.ts'
import { arrives, fill, isSignedIn, press, reads, signIn } from './steps.ts'
import type { Visitor } from './visitor.ts'
import { useWebApp } from './web-app.ts'

describe.skipIf(!hasChromium)('a session in several tabs', () => {
  const web = useWebApp()

  /** Somebody who is signed in, with two tabs of one browser. */
  const twoTabs = async () => {
    const account = await anAccount(web.server)
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, account)
    const tabs: readonly [Page, Page] = [visitor.page, await visitor.context.newPage()]
    await tabs[0].goto('/dashboard')
    await tabs[1].goto('/account/profile')
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { level: 1 }).waitFor()))
    return { ...visitor, account, tabs }
  }
  const logOut = async (page: Page) => {
    await press(page, /^Menu of/)
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
    await arrives(page, 'Sign in')
  }
  const refreshesOf = ({ context }: Pick<Visitor, 'context'>): readonly string[] => {
    const seen: string[] = []
    context.on('request', (request) => {
      if (request.url().endsWith('/api/auth/refresh-token')) seen.push(request.method())
    })
    return seen
  }

  /** Keeps a tab from starting until the function is called that comes back. */
  const startsLate = async (tab: Page): Promise<() => void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    await tab.route('**/assets/entry-*.js', async (route) => {
      await promise
      await route.continue()
    })
    return resolve
  }

  test('two tabs whose access token is over renew it once, and nobody notices', async () => {
    const { context, tabs } = await twoTabs()
    // A renewal that a reload breaks off would be made again.
    await Promise.all(tabs.map((tab) => tab.waitForLoadState('networkidle')))
    const refreshes = refreshesOf({ context })
    await context.clearCookies({ name: 'latchkey_access' })
    await Promise.all(tabs.map((tab) => tab.reload()))
    await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: /^Menu of/ }).waitFor()))
    expect(refreshes).toEqual(['POST'])
    expect(tabs[1].url()).toContain('/account/profile')
  })

  test('a tab that asked before another renewed, and starts after it, does not renew again', async () => {
    const { context, tabs } = await twoTabs()
    const refreshes = refreshesOf({ context })
    const [first, late] = tabs
    await context.clearCookies({ name: 'latchkey_access' })
    const start = await startsLate(late)
    const refused = late.waitForResponse((answer) => answer.url().endsWith('/api/auth/status'))
    const reload = late.reload()
    expect((await refused).status()).toBe(401)
    await first.reload()
    await first.getByRole('button', { name: /^Menu of/ }).waitFor()
    start()
    await reload
    await late.getByRole('button', { name: /^Menu of/ }).waitFor()
    expect(refreshes).toEqual(['POST'])
  })

  test('a tab that asked before somebody else signed in, and starts after it, shows who is there', async () => {
    const first = await anAccount(web.server)
    const second = await anAccount(web.server)
    const { page, context } = await web.open()
    await signIn(page, first)
    const late = await context.newPage()
    const start = await startsLate(late)
    const told = late.waitForResponse((answer) => answer.url().endsWith('/api/auth/status'))
    const opened = late.goto('/account/profile')
    expect(await (await told).text()).toContain(first.email)
    await logOut(page)
    await signIn(page, second)
    start()
    await opened
    await late.getByText(second.email).first().waitFor()
    await press(late, /^Menu of/)
    await late.getByRole('menu').getByText(second.email).waitFor()
    expect(await late.content()).not.toContain(first.email)
  })

  test('signing out in one tab empties the other, and the back button shows nothing', async () => {
    const { tabs, account } = await twoTabs()
    await tabs[0].goto('/account/profile')
    await tabs[1].goto('/dashboard')
    await logOut(tabs[0])
    await arrives(tabs[1], 'Sign in')
    for (const tab of tabs) {
      await tab.goBack()
      await arrives(tab, 'Sign in')
      expect(await tab.content()).not.toContain(account.email)
    }
  })

  test('another person, let in by a link in another tab, sees nothing of the first', async () => {
    const first = await anAccount(web.server)
    const second = await anAccount(web.server)
    const visitor = await web.open()
    const { page, context } = visitor
    // By the form, as people do: the page knows who is there before the pages behind it are loaded.
    await signIn(page, first)
    await page.getByRole('link', { name: 'Profile' }).click()
    await page.getByText(first.email).first().waitFor()
    const token = await aResetToken(web.server, second.email)
    const other = await context.newPage()
    await other.goto(`/auth/reset-password#token=${token}`)
    await reads(other, `You are signed in as ${first.email}.`)
    await fill(other, { Password: OTHER_PASSWORD, 'Password again': OTHER_PASSWORD })
    await press(other, 'Change password')
    await other.waitForURL('**/dashboard')
    await page.getByText(second.email).first().waitFor()
    expect(await page.locator('main').textContent()).not.toContain(first.email)
  })

  test('signing in in one tab lets the other in', async () => {
    const account = await anAccount(web.server)
    const { page, context } = await web.open()
    await page.goto('/account/profile')
    await arrives(page, 'Sign in')
    await signIn(await context.newPage(), account)
    await page.waitForURL('**/account/profile')
  })

  test('a session that ended elsewhere ends here at the next request', async () => {
    const { tabs, account } = await twoTabs()
    await web.server.post('/api/auth/logout-all', {}, bearer(account.accessToken))
    await tabs[0].reload()
    await arrives(tabs[0], 'Sign in')
  })

  test('no answer to the page carries a token', async () => {
    const account = await anAccount(web.server)
    const { page, context } = await web.open()
    const bodies: string[] = []
    await page.route('**/api/auth/**', async (route) => {
      const response = await route.fetch()
      bodies.push(await response.text())
      await route.fulfill({ response })
    })
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': account.email, Password: account.password })
    await press(page, 'Sign in')
    await page.waitForURL('**/dashboard')
    await context.clearCookies({ name: 'latchkey_access' })
    await page.reload()
    await press(page, /^Menu of/)
    expect(bodies.join()).toContain(account.email)
    expect(bodies.join()).not.toMatch(/accessToken|refreshToken|eyJ[\w-]+\./)
    const cookies = await context.cookies()
    expect(cookies.filter(({ httpOnly }) => !httpOnly)).toEqual([])
  })
})

/** Tells on the console that a page came back from the browser's memory, and once an address is to be seen. */
const TELLS = `addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  console.info('came back')
  const look = () => {
    if (document.body.innerText.includes('@example.org')) console.info('is seen')
    else requestAnimationFrame(look)
  }
  look()
})`

describe.skipIf(!hasChromium)('a page that the browser kept in its memory', () => {
  const web = useWebApp({ keepsPages: true })

  /** Somebody who was at their profile, and is at a page now that is none of the app. */
  const left = async () => {
    const account = await anAccount(web.server)
    const visitor = await web.open()
    const { page, context } = visitor
    const told: string[] = []
    page.on('console', (message) => void told.push(message.text()))
    await context.addInitScript(TELLS)
    await isSignedIn(visitor, web.server, account)
    await page.goto('/account/profile')
    await page.getByText(account.email).first().waitFor()
    await page.goto('/dev/mailbox')
    return { account, page, told, goBack: () => page.evaluate('history.back()') }
  }

  test('is seen again by whoever is still signed in', async () => {
    const { page, told, goBack } = await left()
    await goBack()
    await expect.poll(() => told).toEqual(expect.arrayContaining(['came back', 'is seen']))
    expect(page.url()).toContain('/account/profile')
  })

  test('shows nothing of somebody who has signed out, not even for a moment', async () => {
    const { account, page, told, goBack } = await left()
    await web.server.post('/api/auth/logout-all', {}, bearer(account.accessToken))
    await goBack()
    await expect.poll(() => told).toContain('came back')
    await arrives(page, 'Sign in')
    expect(told).not.toContain('is seen')
    expect(await page.content()).not.toContain(account.email)
  })
})
