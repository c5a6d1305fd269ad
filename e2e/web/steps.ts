import type { Page } from 'playwright-core'
import { login, type SignUp } from '../account.ts'
import { parseCookie } from '../browser.ts'
import type { Request } from '../request.ts'
import type { Mail, TestServer } from '../server.ts'
import type { Visitor } from './visitor.ts'

/** Waits for the page with this heading. */
export const arrives = (page: Page, title: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name: title }).waitFor()

/** Presses a button, as soon as it is not busy. */
export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, disabled: false }).click()

/** Types into the fields of these names. */
export const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, text] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(text)
}

/** Waits until this text is to be read. */
export const reads = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor()

/** The path of a mailed link, with its token. */
export const pathIn = ({ text }: Mail): string =>
  /\/auth\/[\w-]+#token=[\w-]+/.exec(text)?.[0] ?? ''

/** The name of the field that has the focus. */
export const focused = (page: Page): Promise<string | null> =>
  page.evaluate<string | null>("document.activeElement?.getAttribute('name') ?? null")

/** Signs in where somebody types. */
export const signIn = async (page: Page, { email, password }: SignUp): Promise<void> => {
  await page.goto('/auth/login')
  await fill(page, { 'E-mail address': email, Password: password })
  await press(page, 'Sign in')
  await page.waitForURL('**/dashboard')
}

/** Signs a browser in without its pages. */
export const isSignedIn = async (
  { context }: Visitor,
  server: TestServer,
  who: SignUp,
  from: Request['headers'] = {},
): Promise<void> => {
  const headers = { ...from, 'x-token-delivery': 'cookie', origin: server.url }
  const { status, cookies } = await login(server, who, headers)
  if (status !== 200) throw new Error(`${who.email} could not sign in: ${status}`)
  const { hostname: domain } = new URL(server.url)
  const own = { domain, httpOnly: true, sameSite: 'Lax' } as const
  await context.addCookies(
    cookies.map(parseCookie).map(({ name, value, attributes }) => {
      const path = attributes.find((one) => one.startsWith('path='))?.slice(5) ?? '/'
      return { ...own, name, value, path }
    }),
  )
}
