import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { aNewAddress, anAccount, PASSWORD } from '../account.ts'
import { hasChromium } from './chromium.ts'
import { startPageHost } from './page-host.ts'
import { arrives, fill, isSignedIn, pathIn, press, reads } from './steps.ts'
import { useWebApp } from './web-app.ts'

const aPicture = async () => {
  const background = { r: 30, g: 90, b: 160 }
  const create = { width: 300, height: 200, channels: 3, background } as const
  const buffer = await sharp({ create }).png().toBuffer()
  return { name: 'picture.png', mimeType: 'image/png', buffer }
}

const LOADED = '[...document.images].filter((it) => it.naturalWidth > 0).map((it) => it.src).join()'
/** Where the pictures came from that a page shows. */
const pictures = (page: Page): Promise<string> => page.evaluate<string>(LOADED)

describe.skipIf(!hasChromium)('the web app on an origin of its own', () => {
  const web = useWebApp({ pages: startPageHost })
  const admin = { email: aNewAddress(), password: PASSWORD }

  test('the set-up link leads there, and the logo comes from the API', async () => {
    const link = () => /http\S+\/setup#token=[\w-]+/.exec(web.server.logs())?.[0] ?? ''
    await expect.poll(link).toContain(`${web.url}/setup`)
    const { page } = await web.open()
    await page.goto(link())
    await arrives(page, 'Make the first administrator')
    const names = { 'First name': 'Grace', 'Last name': 'Hopper' }
    await fill(page, { ...names, 'E-mail address': admin.email, Password: admin.password })
    await press(page, 'Create administrator')
    await arrives(page, 'Make it yours')
    await page.getByLabel('File of the logo').setInputFiles(await aPicture())
    await press(page, 'Save and go on')
    await arrives(page, 'Connect your app')
    const guest = await web.open()
    await guest.page.goto('/auth/login')
    await arrives(guest.page, 'Sign in')
    await expect.poll(() => pictures(guest.page)).toContain(`${web.server.url}/api/brand/logo/`)
    const icon = guest.page.locator('link[rel="icon"]')
    expect(await icon.getAttribute('href')).toContain(`${web.server.url}/api/brand/logo/`)
  })

  test('one signs up there, finds the mail, and comes back by its link', async () => {
    const { page } = await web.open()
    const email = aNewAddress()
    await page.goto('/auth/register')
    const names = { 'First name': 'Ada', 'Last name': 'Lovelace' }
    await fill(page, { ...names, 'E-mail address': email, Password: PASSWORD })
    await press(page, 'Create account')
    await arrives(page, 'Check your mail')
    const mailbox = page.getByRole('link', { name: /mailbox/i })
    expect(await mailbox.getAttribute('href')).toBe(`${web.server.url}/dev/mailbox`)
    const [mail] = await web.server.inbox(email)
    expect(mail?.text).toContain(`${web.url}${pathIn(mail!)}`)
    await page.goto(pathIn(mail!))
    await press(page, 'Confirm my address')
    await page.waitForURL('**/dashboard')
    await page.getByRole('button', { name: 'Menu of Ada Lovelace' }).waitFor()
  })

  test('a picture is sent to the API and shown from there', async () => {
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, await anAccount(web.server))
    const { page } = visitor
    await page.goto('/account/profile')
    await page.getByRole('button', { name: 'Choose a picture' }).setInputFiles(await aPicture())
    await press(page, 'Use this picture')
    await reads(page, 'Your picture is saved.')
    await expect.poll(() => pictures(page)).toContain(`${web.server.url}/api/avatars/`)
  })

  test('files are downloaded from the API: one’s own data, and the audit log', async () => {
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, admin)
    const { page } = visitor
    const taken = async (button: string) => {
      const [file] = await Promise.all([page.waitForEvent('download'), press(page, button)])
      return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
    }
    await page.goto('/account/data')
    expect((await taken('Download my data')).text).toContain(admin.email)
    await page.goto('/admin/audit')
    await arrives(page, 'Audit log')
    const log = await taken('Download as CSV')
    expect(log.name).toMatch(/\.csv$/)
    expect(log.text).toContain('authn_login_success')
    expect(page.url()).toBe(`${web.url}/admin/audit`)
  })

  test('two tabs renew the session at the API, and leave together', async () => {
    const visitor = await web.open()
    const { page, context } = visitor
    await isSignedIn(visitor, web.server, await anAccount(web.server))
    const tabs = [page, await context.newPage()] as const
    const menus = () =>
      Promise.all(tabs.map((tab) => tab.getByRole('button', { name: /^Menu of/ }).waitFor()))
    await Promise.all(tabs.map((tab) => tab.goto('/dashboard')))
    await menus()
    const renewals: string[] = []
    context.on('request', (request) => {
      const isRenewal = request.url() === `${web.server.url}/api/auth/refresh-token`
      if (isRenewal && request.method() === 'POST') renewals.push(request.url())
    })
    await context.clearCookies({ name: 'latchkey_access' })
    await Promise.all(tabs.map((tab) => tab.reload()))
    await menus()
    expect(renewals).not.toEqual([])
    await press(page, /^Menu of/)
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
    for (const tab of tabs) await arrives(tab, 'Sign in')
  })

  test('what the policy refuses is told to the API', async () => {
    const { page } = await web.open({ expected: /evil\.example/ })
    await page.goto('/auth/login')
    await arrives(page, 'Sign in')
    await page.evaluate("new Image().src = 'https://evil.example/x.png'")
    await expect.poll(() => web.server.logs()).toContain('https://evil.example')
  })
})
