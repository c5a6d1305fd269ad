import { describe, expect, test } from 'vitest'
import {
  aNewAddress,
  anAccount,
  aResetToken,
  aStagedSignUp,
  codeIn,
  OTHER_PASSWORD,
  PASSWORD,
} from '../account.ts'
import { hasChromium } from './chromium.ts'
import { arrives, fill, isSignedIn, press, reads } from './steps.ts'
import type { Visitor } from './visitor.ts'
import { useWebApp } from './web-app.ts'

const SETTINGS = JSON.stringify({ rate_limit_login_requests: 2 })

describe.skipIf(!hasChromium)('when something is wrong', () => {
  const web = useWebApp({ env: { SETTINGS } })

  test('who guesses passwords is told how long to wait', async () => {
    const { email } = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': email, Password: OTHER_PASSWORD })
    for (let tries = 0; tries < 2; tries++) {
      const answered = page.waitForResponse('**/api/auth/login')
      await press(page, 'Sign in')
      await answered
    }
    await press(page, 'Sign in')
    await reads(page, /Too many attempts\. Try again in \d+ minutes?\./)
  })

  test('a network that is away is told of, and the page goes on when it is back', async () => {
    const account = await anAccount(web.server)
    const visitor = await web.open()
    const { page, context } = visitor
    await page.goto('/auth/login')
    await arrives(page, 'Sign in')
    await context.setOffline(true)
    await fill(page, { 'E-mail address': account.email, Password: account.password })
    await press(page, 'Sign in')
    await reads(page, 'The server cannot be reached.')
    await context.setOffline(false)
    await press(page, 'Sign in')
    await page.getByRole('button', { name: /^Menu of/ }).waitFor()
  })

  const AWAY = 'The server cannot be reached. Check the connection and try again.'
  /** Presses a button without a network, which says so and empties nothing, and then with one. */
  const pressTwice = async ({ page, context }: Visitor, button: string) => {
    const typed = () =>
      page.evaluate<string>("[...new FormData(document.querySelector('form')).values()].join()")
    const before = await typed()
    await context.setOffline(true)
    await press(page, button)
    await reads(page, AWAY)
    expect(await typed()).toBe(before)
    await context.setOffline(false)
    await press(page, button)
  }

  test('a sign-up goes on where the network was away, at each of its steps', async () => {
    const visitor = await web.open()
    const email = aNewAddress()
    const { page } = visitor
    await page.goto('/auth/register')
    const names = { 'First name': 'Ada', 'Last name': 'Lovelace' }
    await fill(page, { ...names, 'E-mail address': email, Password: PASSWORD })
    await pressTwice(visitor, 'Create account')
    await arrives(page, 'Check your mail')
    const [mail] = await web.server.inbox(email)
    await fill(page, { 'Six-digit code': codeIn(mail!) })
    await pressTwice(visitor, 'Confirm')
    await page.waitForURL('**/dashboard')
  })

  test('a mailed link, a reset and a code wait for the network too', async () => {
    const signUp = await aStagedSignUp(web.server)
    const verifying = await web.open()
    await verifying.page.goto(`/auth/verify-email#token=${signUp.link}`)
    await press(verifying.page, 'Confirm my address')
    await fill(verifying.page, { Password: signUp.password })
    await pressTwice(verifying, 'Confirm my address')
    await verifying.page.waitForURL('**/dashboard')

    const resetting = await web.open()
    await resetting.page.goto('/auth/forgot-password')
    await fill(resetting.page, { 'E-mail address': signUp.email })
    await pressTwice(resetting, 'Mail me a link')
    await arrives(resetting.page, 'Check your mail')
    const token = await aResetToken(web.server, signUp.email)
    await resetting.page.goto(`/auth/reset-password#token=${token}`)
    await fill(resetting.page, { Password: OTHER_PASSWORD, 'Password again': OTHER_PASSWORD })
    await pressTwice(resetting, 'Change password')
    await resetting.page.waitForURL('**/dashboard')

    const byCode = await web.open()
    await byCode.page.goto('/auth/login')
    await fill(byCode.page, { 'E-mail address': signUp.email })
    await pressTwice(byCode, 'Mail me a code instead')
    await reads(byCode.page, `Enter the code that goes to ${signUp.email}.`)
  })

  test('a language that cannot be loaded without network leaves the page as it is', async () => {
    const { page, context } = await web.open({ expected: /ERR_INTERNET_DISCONNECTED/ })
    await page.goto('/auth/login')
    await arrives(page, 'Sign in')
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await page.getByLabel('Language').selectOption('fr')
    await reads(page, 'This language could not be loaded.')
    expect(await page.getByLabel('Language').inputValue()).toBe('en')
    await arrives(page, 'Sign in')
    await context.setOffline(false)
    await page.getByLabel('Language').selectOption('fr')
    await arrives(page, 'Connexion')
  })

  test('a page that cannot be loaded without network says so, and is loaded by itself later', async () => {
    const account = await anAccount(web.server)
    const visitor = await web.open({ expected: /ERR_INTERNET_DISCONNECTED|dynamically imported/ })
    const { page, context } = visitor
    await isSignedIn(visitor, web.server, account)
    await page.goto('/dashboard')
    await page.getByRole('button', { name: /^Menu of/ }).waitFor()
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await reads(page, 'You are offline.')
    await page.getByRole('link', { name: 'Security', exact: true }).first().click()
    await arrives(page, 'This page cannot be loaded without network')
    await context.setOffline(false)
    await arrives(page, 'Security')
    expect(page.url()).toContain('/account/security')
  })

  test('a sign-in while the server is stopped keeps what was typed, and works once it is back', async () => {
    const account = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': account.email, Password: account.password })
    await web.whileStopped(async () => {
      await press(page, 'Sign in')
      await reads(page, 'The server cannot be reached. Check the connection and try again.')
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(account.email)
      expect(await page.getByLabel('Password', { exact: true }).inputValue()).not.toBe('')
    })
    await press(page, 'Sign in')
    await page.waitForURL('**/dashboard')
  })

  test('pages of an account say when the server is stopped, lose nothing, and go on by themselves later', async () => {
    const account = await anAccount(web.server)
    const visitor = await web.open({ expected: /ERR_CONNECTION_REFUSED/ })
    await isSignedIn(visitor, web.server, account)
    const { page } = visitor
    await page.goto('/account/profile')
    await fill(page, { 'First name': 'Augusta' })
    await web.whileStopped(async () => {
      await press(page, 'Save')
      await reads(page, 'The server cannot be reached.')
      expect(await page.getByLabel('First name').inputValue()).toBe('Augusta')
    })
    await press(page, 'Save')
    await reads(page, 'Saved.')
    await web.whileStopped(async () => {
      await page.getByRole('link', { name: 'Sessions', exact: true }).first().click()
      await reads(page, 'This could not be loaded')
      await page.getByRole('button', { name: 'Try again' }).focus()
      const again = page.waitForEvent('requestfailed')
      await page.keyboard.press('Enter')
      await again
      await reads(page, 'This could not be loaded')
      await expect.poll(() => page.locator(':focus').textContent()).toBe('Try again')
    })
    await reads(page, 'This device')
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Sessions')
  })

  /** Somebody at their dashboard, who has not been at the pages of their account. */
  const atDashboard = async (expected: RegExp) => {
    const account = await anAccount(web.server)
    const visitor = await web.open({ expected })
    await isSignedIn(visitor, web.server, account)
    const { page } = visitor
    await page.goto('/dashboard')
    await page.getByRole('button', { name: /^Menu of/ }).waitFor()
    await page.waitForLoadState('networkidle')
    return {
      page,
      goOn: () => page.getByRole('link', { name: 'Security', exact: true }).first().click(),
    }
  }

  test('a page whose files a new release took away is loaded anew by itself', async () => {
    const { page, goOn } = await atDashboard(/404|dynamically imported|MIME/)
    let isOld = true
    page.on('request', (request) => {
      if (request.isNavigationRequest()) isOld = false
    })
    await page.route('**/assets/**', (route) =>
      isOld ? route.fulfill({ status: 404 }) : route.continue(),
    )
    await goOn()
    await arrives(page, 'Security')
    expect(isOld).toBe(false)
  })

  test('a page whose files cannot be had while the server is stopped says so, and is loaded later', async () => {
    const { page, goOn } = await atDashboard(/ERR_CONNECTION_REFUSED|dynamically imported/)
    await web.whileStopped(async () => {
      await goOn()
      await arrives(page, 'Something went wrong on this page')
    })
    await press(page, 'Load again')
    await arrives(page, 'Security')
  })

  test('a login page whose server does not answer says so, and asks again', async () => {
    const account = await anAccount(web.server)
    const { page } = await web.open()
    const away = { status: 503, json: { code: 'unavailable', status: 503, title: 'Away' } }
    await page.route('**/api/**', (route) => route.fulfill(away))
    await page.goto('/auth/login')
    await arrives(page, 'Sign in')
    await reads(page, 'The server does not answer')
    await fill(page, { 'E-mail address': account.email })
    await page.unroute('**/api/**')
    await press(page, 'Try again')
    await page.getByText('The server does not answer').waitFor({ state: 'hidden' })
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(account.email)
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Sign in')
  })

  test('a server that is overloaded keeps one signed in, and is asked again', async () => {
    const account = await anAccount(web.server)
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, account)
    const { page } = visitor
    const away = { status: 503, json: { code: 'unavailable', status: 503, title: 'Away' } }
    await page.route('**/api/auth/{status,refresh-token}', (route) => route.fulfill(away))
    await page.goto('/dashboard')
    await arrives(page, 'The server does not answer')
    await page.unroute('**/api/auth/{status,refresh-token}')
    await press(page, 'Try again')
    await page.getByRole('button', { name: /^Menu of/ }).waitFor()
    expect(page.url()).toContain('/dashboard')
    await expect.poll(() => page.locator('h1:focus').textContent()).toContain('Ada')
  })
})
