import { describe, expect, test } from 'vitest'
import { aNewAddress, anAccount, codeIn, OTHER_PASSWORD, otherThan, PASSWORD } from '../account.ts'
import { hasChromium } from './chromium.ts'
import { arrives, fill, focused, pathIn, press, reads, signIn } from './steps.ts'
import type { Visitor } from './visitor.ts'
import { useWebApp } from './web-app.ts'

describe.skipIf(!hasChromium)('before sign-in', () => {
  const web = useWebApp()

  /** Somebody who signed up and has the mail. */
  const aSignUp = async () => {
    const visitor = await web.open()
    const email = aNewAddress()
    const { page } = visitor
    await page.goto('/auth/register')
    const names = { 'First name': 'Ada', 'Last name': 'Lovelace' }
    await fill(page, { ...names, 'E-mail address': email, Password: PASSWORD })
    await press(page, 'Create account')
    await arrives(page, 'Check your mail')
    await expect.poll(() => focused(page)).toBe('code')
    const [mail] = await web.server.inbox(email)
    return { visitor, page, email, mail: mail! }
  }

  test('one signs up and confirms by the link in the same browser with one click', async () => {
    const { visitor, mail } = await aSignUp()
    const tab = await visitor.context.newPage()
    await tab.goto(pathIn(mail))
    await arrives(tab, 'Confirm your address')
    expect(tab.url()).toBe(`${web.server.url}/auth/verify-email`)
    await press(tab, 'Confirm my address')
    await arrives(tab, /Ada/)
  })

  test('one signs up and confirms by the code, after a wrong one', async () => {
    const { page, mail } = await aSignUp()
    await fill(page, { 'Six-digit code': otherThan(codeIn(mail)) })
    await press(page, 'Confirm')
    await reads(page, 'This code is wrong or not valid any more.')
    const selected = () => page.evaluate<string>('String(getSelection())')
    await expect.poll(selected).toBe(otherThan(codeIn(mail)))
    await fill(page, { 'Six-digit code': codeIn(mail) })
    await press(page, 'Confirm')
    await page.waitForURL('**/dashboard')
  })

  test('in another browser the link asks for the password, and then has ended', async () => {
    const { mail } = await aSignUp()
    const { page } = await web.open()
    await page.goto(pathIn(mail))
    await press(page, 'Confirm my address')
    await reads(page, 'You signed up in another browser')
    await expect.poll(() => focused(page)).toBe('password')
    const field = page.getByLabel('Password', { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBeNull()
    await fill(page, { Password: OTHER_PASSWORD })
    await press(page, 'Confirm my address')
    await reads(page, 'This is not the password that you chose.')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    await fill(page, { Password: PASSWORD })
    await press(page, 'Confirm my address')
    await page.waitForURL('**/dashboard')

    const later = await web.open()
    await later.page.goto(pathIn(mail))
    await press(later.page, 'Confirm my address')
    await arrives(later.page, 'This link has ended')
    await reads(later.page, 'or several wrong codes were entered')
  })

  test('a sign-up is told what its password and address lack, at the first field', async () => {
    const { page } = await web.open()
    await page.goto('/auth/register')
    await press(page, 'Create account')
    await reads(page, 'Please fill this in.')
    const names = { 'First name': 'Ada', 'Last name': 'Lovelace' }
    await fill(page, { ...names, 'E-mail address': 'nobody', Password: 'ada' })
    await press(page, 'Create account')
    await reads(page, 'This is no mail address')
    await expect.poll(() => focused(page)).toBe('email')
    await fill(page, { 'E-mail address': aNewAddress(), Password: 'Password1!' })
    await press(page, 'Create account')
    await reads(page, 'Too many people use this password.')
  })

  test('a reload keeps waiting for the mail of a sign-up, whose code is then good', async () => {
    const { page, email, mail } = await aSignUp()
    await page.reload()
    await reads(page, `We sent a mail to ${email}.`)
    await page.goBack()
    await arrives(page, 'Create an account')
    await expect.poll(() => page.getByLabel('E-mail address').inputValue()).toBe(email)
    await page.goForward()
    await reads(page, `We sent a mail to ${email}.`)
    const code = codeIn(mail)
    await fill(page, { 'Six-digit code': ` ${code.slice(0, 3)} ${code.slice(3)} ` })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/dashboard')
  })

  test('after five wrong codes the page says that only another sign-up helps', async () => {
    const { page, mail } = await aSignUp()
    for (let step = 1; step <= 5; step++) {
      const answered = page.waitForResponse('**/api/auth/verify-email')
      await fill(page, { 'Six-digit code': otherThan(codeIn(mail), step) })
      await press(page, 'Confirm')
      await answered
    }
    await fill(page, { 'Six-digit code': codeIn(mail) })
    await press(page, 'Confirm')
    await reads(page, 'sign up again: after several wrong codes none works.')
    await page.getByRole('button', { name: /mail/i }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Sign up again' }).click()
    await arrives(page, 'Create an account')
    await expect.poll(() => page.getByLabel('First name').inputValue()).toBe('Ada')
    await expect.poll(() => page.getByLabel('Last name').inputValue()).toBe('Lovelace')
  })

  test('a browser without an open sign-up is told so when it wants its mail again', async () => {
    const { page } = await web.open()
    await page.clock.install()
    await page.goto('/auth/verify-email')
    await arrives(page, 'Open the link in the mail again')
    await page.clock.runFor(31_000)
    await press(page, 'Send the mail again')
    await reads(page, 'This browser knows of no open sign-up.')
    const focus = page.locator(':focus')
    await expect.poll(() => focus.textContent()).toContain('Another mail in')
  })

  test('a page that waits for a mail goes on when its link was followed in another tab', async () => {
    const { visitor, page, mail } = await aSignUp()
    const tab = await visitor.context.newPage()
    await tab.goto(pathIn(mail))
    await press(tab, 'Confirm my address')
    await page.waitForURL('**/dashboard')
  })

  test('one signs in by password, after a wrong one', async () => {
    const account = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': account.email, Password: OTHER_PASSWORD })
    await press(page, 'Sign in')
    await reads(page, 'E-mail or password is wrong.')
    await fill(page, { Password: account.password })
    await page.keyboard.press('Enter')
    await page.waitForURL('**/dashboard')
  })

  test('one signs in by a mailed code', async () => {
    const { email } = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': email })
    await press(page, 'Mail me a code instead')
    await reads(page, `Enter the code that goes to ${email}.`)
    await page.reload()
    await reads(page, `Enter the code that goes to ${email}.`)
    await press(page, 'Use the password instead')
    await expect.poll(() => page.getByLabel('E-mail address').inputValue()).toBe(email)
    await page.goForward()
    const isCode = ({ subject }: { subject: string }) => subject.includes('sign-in code')
    const code = async () => (await web.server.inbox(email, 0)).find(isCode)
    await expect.poll(code, { timeout: 10_000 }).toBeDefined()
    await fill(page, { 'Six-digit code': codeIn((await code())!) })
    await press(page, 'Sign in')
    await page.waitForURL('**/dashboard')
  })

  test('clicks and keys that come twice do one thing, there and back', async () => {
    const { page } = await web.open()
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname)
    })
    const twice = (name: string) => page.getByRole('button', { name, disabled: false }).dblclick()
    const email = aNewAddress()
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': email })
    for (let times = 0; times < 2; times++) {
      await twice('Mail me a code instead')
      await reads(page, `Enter the code that goes to ${email}.`)
      await twice('Use the password instead')
      await reads(page, 'Welcome back.')
    }
    await page.getByRole('link', { name: 'Create an account' }).click()
    await arrives(page, 'Create an account')
    const names = { 'First name': 'Ada', 'Last name': 'Lovelace' }
    await fill(page, { ...names, 'E-mail address': email, Password: PASSWORD })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await arrives(page, 'Check your mail')
    const code = '/api/auth/send-otp'
    expect(sent).toEqual([code, code, '/api/auth/register'])
  })

  test('after five wrong codes to sign in the page says that one has to wait', async () => {
    const { email, password } = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/login')
    await fill(page, { 'E-mail address': email })
    await press(page, 'Mail me a code instead')
    await reads(page, `Enter the code that goes to ${email}.`)
    const isCode = ({ subject }: { subject: string }) => subject.includes('sign-in code')
    const mailed = async () => (await web.server.inbox(email, 0)).find(isCode)
    await expect.poll(mailed, { timeout: 10_000 }).toBeDefined()
    const right = codeIn((await mailed())!)
    for (let step = 1; step <= 6; step++) {
      const answered = page.waitForResponse('**/api/auth/verify-otp')
      await fill(page, { 'Six-digit code': step === 6 ? right : otherThan(right, step) })
      await press(page, 'Sign in')
      await answered
    }
    await reads(page, 'After several wrong codes none works for some minutes.')
    await press(page, 'Use the password instead')
    await fill(page, { Password: password })
    await press(page, 'Sign in')
    await page.waitForURL('**/dashboard')
  })

  test('who has signed in and out leaves no address behind for the back button', async () => {
    const account = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/forgot-password')
    await fill(page, { 'E-mail address': ` ${account.email}  ` })
    await press(page, 'Mail me a link')
    await reads(page, `If ${account.email} has an account`)
    await page.reload()
    await reads(page, `If ${account.email} has an account`)
    await page.getByRole('link', { name: 'Back to sign in' }).click()
    await arrives(page, 'Sign in')
    await fill(page, { 'E-mail address': `${account.email} `, Password: account.password })
    await page.getByRole('button', { name: 'Sign in' }).dblclick()
    await page.waitForURL('**/dashboard')
    await press(page, /^Menu of/)
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
    await arrives(page, 'Sign in')
    await page.goBack()
    await arrives(page, 'Forgot your password?')
    expect(await page.evaluate('JSON.stringify([sessionStorage, localStorage])')).not.toContain('@')
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('')
  })

  /** Asks for a reset link and opens it. */
  const resetLinkOf = async ({ page }: Visitor, email: string): Promise<string> => {
    await page.goto('/auth/login')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    // The page before has a field of the same name.
    await arrives(page, 'Forgot your password?')
    await fill(page, { 'E-mail address': email })
    await press(page, 'Mail me a link')
    await arrives(page, 'Check your mail')
    const isReset = ({ text }: { text: string }) => text.includes('/auth/reset-password')
    const mailed = async () => (await web.server.inbox(email, 0)).find(isReset)
    await expect.poll(mailed, { timeout: 10_000 }).toBeDefined()
    return pathIn((await mailed())!)
  }

  test('a forgotten password is replaced; the link leaves the address bar and works once', async () => {
    const { email } = await anAccount(web.server)
    const visitor = await web.open()
    const link = await resetLinkOf(visitor, email)
    const { page } = visitor
    await page.goto(link)
    await arrives(page, 'Choose a new password')
    expect(page.url()).toBe(`${web.server.url}/auth/reset-password`)
    await fill(page, { Password: OTHER_PASSWORD, 'Password again': PASSWORD })
    await press(page, 'Change password')
    await reads(page, 'The two passwords differ.')
    await fill(page, { 'Password again': OTHER_PASSWORD })
    await press(page, 'Change password')
    await page.waitForURL('**/dashboard')

    const other = await web.open()
    await other.page.goto(link)
    await fill(other.page, { Password: PASSWORD, 'Password again': PASSWORD })
    await press(other.page, 'Change password')
    await arrives(other.page, 'This link has ended')
    await signIn(other.page, { email, password: OTHER_PASSWORD })
  })

  test('a page behind sign-in sends to the login and comes back, deep links included', async () => {
    const account = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/account/sessions?from=mail')
    await arrives(page, 'Sign in')
    await fill(page, { 'E-mail address': account.email, Password: account.password })
    await press(page, 'Sign in')
    await page.waitForURL('**/account/sessions?from=mail')
  })

  test('a reset page without its token, and an address that is none, say what to do', async () => {
    const { page } = await web.open()
    await page.goto('/auth/reset-password')
    await arrives(page, 'Open the link in the mail')
    await page.goto('/auth/nothing/here')
    await arrives(page, 'There is nothing here')
  })

  test('a German browser gets German, and another choice outlives a reload', async () => {
    const { page } = await web.open({ locale: 'de-AT' })
    await page.goto('/auth/login')
    await arrives(page, 'Anmelden')
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByLabel('Sprache').selectOption('fr')
    await page.getByLabel('Langue').waitFor()
    await page.reload()
    await page.getByLabel('Langue').waitFor()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('fr')
  })

  test('a password is hidden until it is shown, may be pasted, and managers know what it is', async () => {
    const { page, context } = await web.open()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    for (const [path, address, password] of [
      ['/auth/login', 'username', 'current-password'],
      ['/auth/register', 'username', 'new-password'],
    ] as const) {
      await page.goto(path)
      const field = page.getByLabel('Password', { exact: true })
      expect(await field.getAttribute('type')).toBe('password')
      expect(await field.getAttribute('autocomplete')).toBe(password)
      const email = page.getByLabel('E-mail address')
      expect(await email.getAttribute('autocomplete')).toBe(address)
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(PASSWORD)})`)
      await field.focus()
      await page.keyboard.press('Control+V')
      await expect.poll(() => field.inputValue()).toBe(PASSWORD)
      await press(page, 'Show password')
      await expect.poll(() => field.getAttribute('type')).toBe('text')
    }
  })

  test('one signs in with the keyboard alone', async () => {
    const account = await anAccount(web.server)
    const { page } = await web.open()
    await page.goto('/auth/login')
    await arrives(page, 'Sign in')
    const tabTo = async (name: string) => {
      for (let tabs = 0; tabs < 10 && (await focused(page)) !== name; tabs++)
        await page.keyboard.press('Tab')
      await expect.poll(() => focused(page)).toBe(name)
    }
    await tabTo('email')
    await page.keyboard.type(account.email)
    await tabTo('password')
    await page.keyboard.type(account.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/dashboard')
  })
})
