import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { aNewAddress, anAccount, codeIn, OTHER_PASSWORD } from '../account.ts'
import { hasChromium } from './chromium.ts'
import { arrives, fill, isSignedIn, press, reads, signIn } from './steps.ts'
import type { VisitorOptions } from './visitor.ts'
import { useWebApp } from './web-app.ts'

describe.skipIf(!hasChromium)('my account', () => {
  const web = useWebApp()

  /** Somebody who is signed in, at a page of their account. */
  const atPage = async (path: string, options: VisitorOptions = {}) => {
    const account = await anAccount(web.server)
    const visitor = await web.open(options)
    await isSignedIn(visitor, web.server, account)
    await visitor.page.goto(path)
    return { ...visitor, account }
  }

  test('a changed profile is shown at once and after a reload', async () => {
    const { page } = await atPage('/account/profile')
    await fill(page, { 'First name': 'Augusta', Username: 'augusta' })
    await press(page, 'Save')
    await reads(page, 'Saved.')
    await page.getByRole('button', { name: 'Menu of Augusta Lovelace' }).waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('First name').inputValue()).toBe('Augusta')
  })

  test('unsaved changes are asked about before the back button or a link takes them away', async () => {
    const { page } = await atPage('/account/profile')
    const visit = (name: string) =>
      page.getByRole('link', { name, exact: true }).first().click({ noWaitAfter: true })
    await visit('Security')
    await arrives(page, 'Security')
    await visit('Profile')
    const field = page.getByLabel('First name')
    await field.fill('Augusta')
    await reads(page, 'Not saved yet.')
    const asked: string[] = []
    page.on('dialog', async (dialog) => {
      asked.push(dialog.message())
      await (asked.length === 3 ? dialog.accept() : dialog.dismiss())
    })
    await page.evaluate('history.back()')
    await expect.poll(() => asked.length).toBe(1)
    await page.waitForURL('**/account/profile')
    await visit('Overview')
    await expect.poll(() => asked.length).toBe(2)
    await expect.poll(() => field.inputValue()).toBe('Augusta')
    await page.evaluate('history.back()')
    await arrives(page, 'Security')
    await page.evaluate('history.back()')
    await arrives(page, 'Profile')
    expect(asked).toEqual(Array(3).fill('Your changes are not saved. Leave the page anyway?'))
  })

  test('a form whose checks a new release took away keeps what is typed, and the server checks', async () => {
    const { page } = await atPage('/account/profile', { expected: /\/assets\/contract-/ })
    // Such a file answers 404; a page that cannot do without it would be loaded anew.
    const isMissing = page.waitForResponse('**/assets/contract-*.js')
    await page.route('**/assets/contract-*.js', (route) => route.fulfill({ status: 404 }))
    await page.evaluate('window.isSame = true')
    await fill(page, { 'First name': 'Augusta', Username: 'x'.repeat(200) })
    expect((await isMissing).status()).toBe(404)
    await press(page, 'Save')
    await expect.poll(() => page.getByLabel('Username').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('First name').inputValue()).toBe('Augusta')
    expect(await page.evaluate('window.isSame')).toBe(true)
  })

  test('what somebody calls themselves is text, whatever it looks like', async () => {
    const { page } = await atPage('/account/profile')
    const name = '<img src=x onerror=alert(1)>'
    await fill(page, { 'First name': name })
    await press(page, 'Save')
    await reads(page, 'Saved.')
    await page.goto('/dashboard')
    await arrives(page, new RegExp(name.replace(/[()]/g, '.')))
    expect(await page.locator('main img[src="x"]').count()).toBe(0)
  })

  test('a picture is looked at, used and removed; what is none is refused', async () => {
    const { page } = await atPage('/account/profile')
    const field = page.getByRole('button', { name: 'Choose a picture' })
    const background = { r: 30, g: 90, b: 160 }
    const create = { width: 300, height: 200, channels: 3, background } as const
    const buffer = await sharp({ create }).png().toBuffer()
    await field.setInputFiles({ name: 'me.txt', mimeType: 'text/plain', buffer })
    await reads(page, 'This is not a PNG, JPEG or WebP picture.')
    await field.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer })
    await press(page, 'Use this picture')
    await reads(page, 'Your picture is saved.')
    const picture = page.getByRole('banner').getByRole('img', { includeHidden: true })
    await expect.poll(() => picture.evaluateAll((all) => all.length)).toBeGreaterThan(0)
    await press(page, 'Remove picture')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove picture' }).click()
    await reads(page, 'Your picture is removed.')
  })

  test('another address counts once its code was entered', async () => {
    const { page, account } = await atPage('/account/profile')
    const email = aNewAddress()
    await press(page, 'Change…')
    await fill(page, { 'New e-mail address': email, 'Your password': account.password })
    await press(page, 'Send a code')
    await reads(page, `We sent a code of six digits to ${email}.`)
    const [mail] = await web.server.inbox(email)
    await fill(page, { 'Six-digit code': codeIn(mail!) })
    await press(page, 'Confirm the new address')
    await reads(page, `Your address is now ${email}.`)
    const other = await web.open()
    await signIn(other.page, { email, password: account.password })
  })

  test('another password signs other browsers out, and is the one from then on', async () => {
    const { page, account } = await atPage('/account/security')
    const other = await web.open()
    await signIn(other.page, account)
    const typed = { 'New password': OTHER_PASSWORD, 'New password again': OTHER_PASSWORD }
    await fill(page, { 'Current password': 'not it', ...typed })
    await press(page, 'Change password')
    await reads(page, 'This is not your password.')
    await fill(page, { 'Current password': account.password })
    await press(page, 'Change password')
    await reads(page, 'Your password is changed. Other devices are signed out.')
    await other.page.reload()
    await arrives(other.page, 'Sign in')
    await signIn(other.page, { email: account.email, password: OTHER_PASSWORD })
  })

  test('a session that is ended here is out at its next request there', async () => {
    const { page, account } = await atPage('/dashboard')
    const other = await web.open()
    await signIn(other.page, account)
    await page.goto('/account/sessions')
    await reads(page, '3 devices')
    const others = page.getByRole('button', { name: /^Sign out .+/ })
    const newest = page.getByRole('button', { name: /^Sign out .*Chrom/ }).first()
    await newest.click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
    await reads(page, /is signed out\./)
    await reads(page, '2 devices')
    await expect.poll(() => others.count()).toBeGreaterThan(0)
    await other.page.getByRole('link', { name: 'Sessions', exact: true }).first().click()
    await arrives(other.page, 'Sign in')
    await reads(other.page, 'You are signed out.')
  })

  test('one takes the data along, and deletes the account', async () => {
    const { page, account } = await atPage('/account/data')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      press(page, 'Download my data'),
    ])
    expect(file.suggestedFilename()).toMatch(/\.json$/)
    await press(page, 'Delete my account…')
    await press(page, 'Delete for ever')
    await fill(page, {
      'Type your e-mail address to confirm': account.email,
      'Your password': account.password,
    })
    await press(page, 'Delete for ever')
    await arrives(page, 'Your account is deleted')
    await page.goto('/dashboard')
    await arrives(page, 'Sign in')
  })

  test('a dialog keeps the focus and gives it back, by the keyboard alone', async () => {
    const { page } = await atPage('/account/data')
    const opener = page.getByRole('button', { name: 'Delete my account…' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    // The focus comes in with the dialog's first picture, and turns around at its ends a picture late.
    const hasFocus = () => expect.poll(() => dialog.locator(':focus').count()).toBe(1)
    await hasFocus()
    for (let tabs = 0; tabs < 8; tabs++) {
      await page.keyboard.press('Tab')
      await hasFocus()
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Delete my account…')
  })

  test('the menu of a user leads to their profile and to what keeps their account safe', async () => {
    const { page } = await atPage('/dashboard')
    for (const name of ['Security', 'Profile']) {
      await press(page, /^Menu of/)
      await page.getByRole('menuitem', { name }).click()
      await arrives(page, name)
      await page.getByRole('menu').waitFor({ state: 'hidden' })
    }
  })
})
