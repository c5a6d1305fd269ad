import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { aNewAddress, anAccount, login, OTHER_PASSWORD, PASSWORD } from '../account.ts'
import { hasChromium } from './chromium.ts'
import { arrives, fill, isSignedIn, pathIn, press, reads, signIn } from './steps.ts'
import { useWebApp } from './web-app.ts'

const GUESSES = 5

/** Notes each change of the switch of this name, as the page shows it. */
const WATCH_SWITCHES = `
  window.seen = []
  const it = document.querySelector('[role=switch][aria-label="Sign-up is open"]')
  new MutationObserver(() => seen.push(it.getAttribute('aria-checked')))
    .observe(it, { attributeFilter: ['aria-checked'] })
`

/** How many pixels of the table are out of sight. */
const BEYOND_ITS_PLACE = `(({ parentElement: it }) => it.scrollWidth - it.clientWidth)(
  document.querySelector('main table')
)`

describe.skipIf(!hasChromium)('administration', () => {
  const web = useWebApp({ env: { SETTINGS: JSON.stringify({ max_login_attempts: GUESSES }) } })
  const admin = { email: aNewAddress(), password: PASSWORD }

  /** The administrator at a page, in a browser of their own. */
  const atPage = async (path: string): Promise<Page> => {
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, admin)
    await visitor.page.goto(path)
    return visitor.page
  }
  const confirm = (page: Page, action: string) =>
    page.getByRole('alertdialog').getByRole('button', { name: action }).click()

  test('the printed link leads through the set-up: administrator, brand, connection', async () => {
    const link = () => /\/setup#token=[\w-]+/.exec(web.server.logs())?.[0] ?? ''
    await expect.poll(link, { timeout: 20_000 }).not.toBe('')
    const { page } = await web.open()
    await page.goto(link())
    await arrives(page, 'Make the first administrator')
    expect(page.url()).toBe(`${web.server.url}/setup`)
    const names = { 'First name': 'Grace', 'Last name': 'Hopper' }
    await fill(page, { ...names, 'E-mail address': admin.email, Password: admin.password })
    await press(page, 'Create administrator')
    await arrives(page, 'Make it yours')
    await fill(page, { Name: 'Acme Accounts' })
    await press(page, 'Save and go on')
    await arrives(page, 'Connect your app')
    await page.getByRole('link', { name: 'Go to your dashboard' }).click()
    await arrives(page, /Grace/)
    const guest = await web.open()
    await guest.page.goto('/auth/login')
    await reads(guest.page, 'Acme Accounts')
    await guest.page.goto(link())
    await arrives(guest.page, 'The set-up is over')
    expect(await guest.page.getByLabel('Password').count()).toBe(0)
    await guest.page.getByRole('link', { name: 'Sign in' }).click()
    await arrives(guest.page, 'Sign in')
  })

  test('the overview and the page for apps tell alike whether anybody signed in from elsewhere', async () => {
    const page = await atPage('/admin/connect')
    await reads(page, 'Waiting for a sign-in…')
    await page.goto('/dashboard')
    const step = page.getByRole('link', { name: /^Connect your application/ })
    await step.filter({ hasNotText: '(done)' }).waitFor()
    expect((await login(web.server, admin)).status).toBe(200)
    await page.reload()
    await step.filter({ hasText: '(done)' }).waitFor()
    await step.click()
    await reads(page, 'It works: somebody signed in')
  })

  test('who may nothing sees so, and who is not signed in comes back after it', async () => {
    const user = await anAccount(web.server)
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, user)
    await visitor.page.goto('/admin')
    await arrives(visitor.page, 'You may not see this page')
    expect(await visitor.page.getByRole('link', { name: 'Audit log' }).count()).toBe(0)

    const { page } = await web.open()
    await page.goto('/admin/users')
    await arrives(page, 'Sign in')
    await fill(page, { 'E-mail address': admin.email, Password: admin.password })
    await press(page, 'Sign in')
    await page.waitForURL('**/admin/users')
    await arrives(page, 'Users')
  })

  test('a user is found and disabled, is out, and comes in again once enabled', async () => {
    const user = await anAccount(web.server)
    const theirs = await web.open()
    await signIn(theirs.page, user)
    const page = await atPage('/admin/users')
    await fill(page, { Search: user.email.slice(0, 12) })
    await page.waitForURL(/search=/)
    await page.getByRole('row', { name: user.email }).getByRole('link').click()
    await arrives(page, /Ada Lovelace/)
    await press(page, 'Disable')
    await confirm(page, 'Disable')
    await reads(page, 'Disabled and signed out everywhere.')
    await theirs.page.reload()
    await arrives(theirs.page, 'Sign in')
    await press(page, 'Enable')
    await confirm(page, 'Enable')
    await reads(page, 'Enabled again.')
    await signIn(theirs.page, user)
    await page.goto('/admin/audit')
    await arrives(page, 'Audit log')
    await page
      .getByRole('row', { name: /disabled/i })
      .first()
      .waitFor()
  })

  test('a password that was locked by wrong guesses is unlocked, and opens again', async () => {
    const user = await anAccount(web.server)
    const guess = { ...user, password: OTHER_PASSWORD }
    for (let n = 0; n < GUESSES; n++) expect((await login(web.server, guess)).status).toBe(401)
    const theirs = await web.open()
    await theirs.page.goto('/auth/login')
    await fill(theirs.page, { 'E-mail address': user.email, Password: user.password })
    await press(theirs.page, 'Sign in')
    await theirs.page.getByRole('alert').waitFor()

    const page = await atPage(`/admin/users/${user.id}`)
    await reads(page, /Not by password until .+: too many wrong guesses/)
    await press(page, 'Unlock')
    await reads(page, 'Unlocked: the wrong guesses are forgotten.')
    await reads(page, 'Nothing is in the way of a sign-in')
    await page.getByRole('button', { name: 'Unlock' }).waitFor({ state: 'hidden' })
    await signIn(theirs.page, user)
  })

  test('on a phone a row shows all its cells, and is a row of a table nevertheless', async () => {
    const user = await anAccount(web.server)
    const page = await atPage(`/admin/users/${user.id}/sessions`)
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: /^End the session of/ }).waitFor()
    const seen = page.getByRole('main').getByText('Signed in', { exact: true }).last()
    await expect.poll(() => seen.isVisible()).toBe(true)
    await expect.poll(() => page.evaluate(BEYOND_ITS_PLACE)).toBe(0)
    const session = await page.context().newCDPSession(page)
    const rolesOfAll = async () => {
      const { nodes } = await session.send('Accessibility.getFullAXTree')
      return nodes.map(({ role }) => String(role?.value))
    }
    const wanted = ['table', 'row', 'rowheader', 'columnheader', 'cell']
    await expect.poll(rolesOfAll).toEqual(expect.arrayContaining(wanted))
  })

  test('what is typed into a profile stays while the roles beside it are changed', async () => {
    const user = await anAccount(web.server)
    const page = await atPage(`/admin/users/${user.id}`)
    await fill(page, { 'First name': 'Augusta' })
    await reads(page, 'Not saved yet.')
    const asked: string[] = []
    page.once('dialog', async (dialog) => {
      asked.push(dialog.message())
      await dialog.dismiss()
    })
    await page.getByRole('navigation', { name: 'Pages of this user' }).getByText('Sessions').click()
    await expect.poll(() => asked).toEqual(['Your changes are not saved. Leave the page anyway?'])
    await page.getByLabel('support', { exact: true }).check()
    await press(page, 'Change roles')
    await confirm(page, 'Change roles')
    await reads(page, 'The roles were changed.')
    await expect.poll(() => page.getByRole('button', { name: 'Change roles' }).count()).toBe(0)
    expect(await page.getByLabel('First name').inputValue()).toBe('Augusta')
    await press(page, 'Save')
    await arrives(page, 'Augusta Lovelace')
    await page.reload()
    await expect.poll(() => page.getByLabel('First name').inputValue()).toBe('Augusta')
    expect(await page.getByLabel('support', { exact: true }).isChecked()).toBe(true)
  })

  test('a saved setting never shows its old value again', async () => {
    const page = await atPage('/admin/settings')
    const field = page.getByRole('switch', { name: 'Sign-up is open' })
    await field.waitFor()
    await page.evaluate(WATCH_SWITCHES)
    await field.click()
    await press(page, 'Save: Sign-up is open')
    await confirm(page, 'Change')
    await reads(page, 'Saved: Sign-up is open.')
    await press(page, 'Reset to the default: Sign-up is open')
    await page.getByRole('alertdialog').getByRole('button').last().click()
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
    await expect.poll(() => field.getAttribute('aria-checked')).toBe('true')
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate('window.seen')).toEqual(['false', 'true'])
  })

  test('a setting that is not valid says its bounds once', async () => {
    const page = await atPage('/admin/settings')
    const bounds = page.getByText(/From 1 to 1,440 minutes/)
    await expect.poll(() => bounds.allTextContents()).toEqual(['From 1 to 1,440 minutes.'])
    await fill(page, { 'Time of a lock': '0' })
    await press(page, 'Save: Time of a lock')
    await expect
      .poll(() => bounds.allTextContents())
      .toEqual(['This value is not valid. From 1 to 1,440 minutes.'])
  })

  test('a double click on a button that asks first does nothing yet, wherever the question comes', async () => {
    const user = await anAccount(web.server)
    const page = await atPage(`/admin/users/${user.id}`)
    const disable = page.getByRole('button', { name: 'Disable' })
    await disable.waitFor()
    // As if the question's button lay below the pointer: its second click is counted as one of two.
    await disable.click()
    const answer = page.getByRole('alertdialog').getByRole('button', { name: 'Disable' })
    await answer.waitFor()
    await answer.dispatchEvent('click', { detail: 2 })
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
    await page.reload()
    await disable.waitFor()
  })

  test('a question whose act is under way cannot be called off', async () => {
    const user = await anAccount(web.server)
    const page = await atPage(`/admin/users/${user.id}`)
    const { promise, resolve } = Promise.withResolvers<void>()
    await page.route('**/disable', async (route) => {
      await promise
      await route.continue()
    })
    await press(page, 'Disable')
    await confirm(page, 'Disable')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).waitFor()
    resolve()
    await reads(page, 'Disabled and signed out everywhere.')
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  })

  test('sign-up that is closed here is closed for everybody within seconds', async () => {
    const page = await atPage('/admin/settings')
    await page.getByRole('switch', { name: 'Sign-up is open' }).click()
    await press(page, 'Save: Sign-up is open')
    await confirm(page, 'Change')
    await reads(page, 'Saved: Sign-up is open.')
    const guest = await web.open()
    await expect
      .poll(
        async () => {
          await guest.page.goto('/auth/register')
          return await guest.page.getByRole('heading', { level: 1 }).textContent()
        },
        { timeout: 10_000 },
      )
      .toBe('Sign-up is closed')
    await press(page, 'Reset to the default: Sign-up is open')
    await page.getByRole('alertdialog').getByRole('button').last().click()
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  })

  test('somebody is invited, comes in by the mailed link, and has an account', async () => {
    const page = await atPage('/admin/invitations')
    const email = aNewAddress()
    await fill(page, { 'E-mail': email })
    await press(page, 'Send invitation')
    await reads(page, `The invitation to ${email} is on its way.`)
    const [mail] = await web.server.inbox(email)
    const log = await atPage('/admin/audit')
    await log
      .getByRole('row', { name: /An invitation was sent/ })
      .first()
      .getByText(email)
      .waitFor()
    const guest = await web.open()
    await guest.page.goto(pathIn(mail!))
    await fill(guest.page, { Password: PASSWORD, 'Password again': PASSWORD })
    await press(guest.page, 'Change password')
    await guest.page.waitForURL('**/dashboard')
  })
})
