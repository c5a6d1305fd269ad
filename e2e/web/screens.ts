import type { Page } from 'playwright-core'
import { fill, press } from './steps.ts'

/** Whose eyes see a screen. */
export type Eyes = 'nobody' | 'user' | 'admin'

/** One screen of the web app: how it is reached. */
export interface Screen {
  readonly name: string
  readonly eyes: Eyes
  readonly path: string
  /** What is done on the page to see it. */
  readonly by?: (page: Page) => Promise<void>
}

const TOKEN = '#token=x'
const OPEN_MENU = (page: Page) => press(page, /^Menu of/)

const signUp = async (page: Page) => {
  const names = { 'First name': 'Ida', 'Last name': 'Rhodes', 'E-mail address': 'ida@example.org' }
  await fill(page, { ...names, Password: 'Tuba-91-Quartz' })
  await press(page, 'Create account')
  await page.getByLabel('Six-digit code').waitFor()
}
const askForCode = async (page: Page) => {
  await fill(page, { 'E-mail address': 'ada@demo.example' })
  await press(page, 'Mail me a code instead')
  await page.getByLabel('Six-digit code').waitFor()
}
const askForLink = async (page: Page) => {
  await fill(page, { 'E-mail address': 'ada@demo.example' })
  await press(page, 'Mail me a link')
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
}
const beRefused = async (page: Page) => {
  await fill(page, { 'E-mail address': 'nobody@example.org', Password: 'wrong' })
  await press(page, 'Sign in')
  await page.getByText('E-mail or password is wrong.').waitFor()
}
const loseServer = async (page: Page) => {
  const away = { status: 503, json: { code: 'unavailable', status: 503 } }
  await page.route('**/api/**', (route) => route.fulfill(away))
  await page.reload()
  await page.getByText('The server does not answer').waitFor()
  await page.unroute('**/api/**')
}
const lackEverything = async (page: Page) => {
  await press(page, 'Create account')
  await page.getByText('Please fill this in.').first().waitFor()
}
const useOver = async (page: Page) => {
  await press(page, 'Confirm my address')
  await page.getByRole('heading', { name: 'This link has ended' }).waitFor()
}
/** The demo has administrators; here the server says that there is none. */
const openSetUp = async (page: Page) => {
  const json = { success: true, message: 'There is no administrator yet.' }
  await page.route('**/api/setup', (route) => route.fulfill({ json }))
  await page.goto(`/setup${TOKEN}`)
  await page.getByRole('button', { name: 'Create administrator' }).waitFor()
  await page.unroute('**/api/setup')
}
const openFirstUser = async (page: Page) => {
  await page.getByRole('link', { name: /Ada/ }).first().click()
  await page.waitForURL(/\/admin\/users\/[\w-]+/)
}
const openSessions = async (page: Page) => {
  await openFirstUser(page)
  await page.getByRole('main').getByRole('link', { name: 'Sessions' }).click()
  await page.waitForURL(/\/admin\/users\/[\w-]+\/sessions/)
}
const openTimeline = async (page: Page) => {
  await openFirstUser(page)
  await page.getByRole('link', { name: 'Timeline' }).click()
  await page.waitForURL(/\/timeline/)
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
}

const BEFORE_SIGN_IN: readonly Omit<Screen, 'eyes'>[] = [
  { name: 'login', path: '/auth/login' },
  { name: 'login-refused', path: '/auth/login', by: beRefused },
  { name: 'login-away', path: '/auth/login', by: loseServer },
  { name: 'login-code', path: '/auth/login', by: askForCode },
  { name: 'register', path: '/auth/register' },
  { name: 'register-refused', path: '/auth/register', by: lackEverything },
  { name: 'check-mail', path: '/auth/register', by: signUp },
  { name: 'verify', path: `/auth/verify-email${TOKEN}` },
  { name: 'verify-over', path: `/auth/verify-email${TOKEN}`, by: useOver },
  { name: 'forgot', path: '/auth/forgot-password' },
  { name: 'forgot-sent', path: '/auth/forgot-password', by: askForLink },
  { name: 'reset', path: `/auth/reset-password${TOKEN}` },
  { name: 'reset-no-link', path: '/auth/reset-password' },
  { name: 'setup', path: '/auth/login', by: openSetUp },
  { name: 'setup-over', path: `/setup${TOKEN}` },
  { name: 'not-found', path: '/auth/nothing' },
]

const OF_A_USER: readonly Omit<Screen, 'eyes'>[] = [
  { name: 'dashboard', path: '/dashboard' },
  { name: 'menu', path: '/dashboard', by: OPEN_MENU },
  { name: 'profile', path: '/account/profile' },
  { name: 'security', path: '/account/security' },
  { name: 'sessions', path: '/account/sessions' },
  { name: 'activity', path: '/account/activity' },
  { name: 'data', path: '/account/data' },
  { name: 'forbidden', path: '/admin/users' },
  { name: 'nothing', path: '/account/nothing' },
]

const OF_AN_ADMINISTRATOR: readonly Omit<Screen, 'eyes'>[] = [
  { name: 'figures', path: '/admin/figures' },
  { name: 'users', path: '/admin/users' },
  { name: 'user', path: '/admin/users?q=ada', by: openFirstUser },
  { name: 'user-sessions', path: '/admin/users?q=ada', by: openSessions },
  { name: 'timeline', path: '/admin/users?q=ada', by: openTimeline },
  { name: 'invitations', path: '/admin/invitations' },
  { name: 'roles', path: '/admin/roles' },
  { name: 'audit', path: '/admin/audit' },
  { name: 'mail', path: '/admin/mail' },
  { name: 'settings', path: '/admin/settings' },
  { name: 'brand', path: '/admin/settings/brand' },
  { name: 'connect', path: '/admin/connect' },
  { name: 'doctor', path: '/admin/doctor' },
  { name: 'setup-brand', path: '/setup?step=brand' },
  { name: 'setup-connect', path: '/setup?step=connect' },
]

const seenBy = (eyes: Eyes, screens: readonly Omit<Screen, 'eyes'>[]): readonly Screen[] =>
  screens.map((screen) => ({ ...screen, eyes }))

/** Every screen there is, as the tests and the pictures go through them. */
export const SCREENS: readonly Screen[] = [
  ...seenBy('nobody', BEFORE_SIGN_IN),
  ...seenBy('user', OF_A_USER),
  ...seenBy('admin', OF_AN_ADMINISTRATOR),
]

/** Opens a screen and waits until nothing on it is still on its way. */
export const show = async (page: Page, { path, by }: Screen): Promise<void> => {
  await page.unrouteAll()
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await by?.(page)
  await settle(page)
}

/** Nothing loads, and nothing moves. */
export const settle = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.locator('.animate-pulse').first().waitFor({ state: 'hidden' })
  await page.evaluate('Promise.all(document.getAnimations().map((it) => it.finish()))')
}
