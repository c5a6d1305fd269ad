import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, aNewAddress, anAccount, bearer, login, PASSWORD } from '../account.ts'
import { hasChromium } from './chromium.ts'
import { arrives, isSignedIn, press, reads } from './steps.ts'
import { useWebApp } from './web-app.ts'

const admin = { email: aNewAddress(), password: PASSWORD }

/** Permissions that leave something out which others go along with, and the pages they open. */
const HELPERS = {
  auditor: [['audit:read'], ['Audit log']],
  inviter: [['users:invite'], ['Invitations']],
  helper: [
    ['users:read', 'users:write', 'users:delete', 'roles:read', 'roles:write', 'sessions:read'],
    ['Users', 'Invitations', 'Roles'],
  ],
  watcher: [
    ['stats:read', 'settings:read', 'mail:read'],
    ['Figures', 'Mail', 'Settings', 'Connect an app', 'Doctor'],
  ],
  painter: [['settings:write', 'mail:retry', 'sessions:revoke'], []],
} as const
type Helper = keyof typeof HELPERS

describe.skipIf(!hasChromium)('who may do only some things', () => {
  const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  const web = useWebApp({ env: boot })
  let root = ''
  const asRoot = (method: string, path: string, body: unknown) =>
    web.server.request(path, { method, body, headers: bearer(root) })
  const give = async ({ id }: Account, roles: readonly string[]) =>
    expect((await asRoot('PUT', `/api/admin/users/${id}/roles`, { roles })).status).toBe(200)
  beforeAll(async () => {
    root = (await login(web.server, admin)).body.accessToken ?? ''
    for (const [name, [permissions]] of Object.entries(HELPERS)) {
      const role = { name, description: 'For a test', permissions }
      expect((await asRoot('POST', '/api/admin/roles', role)).status).toBe(201)
    }
  })

  /** The page of somebody who has the role, and what it was refused. */
  const asOneOf = async (role: Helper): Promise<{ page: Page; refused: string[] }> => {
    const user = await anAccount(web.server)
    await give(user, [role])
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, user)
    const refused: string[] = []
    visitor.context.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url())
    })
    return { page: visitor.page, refused }
  }
  const menu = (page: Page) =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link').locator('visible=true')

  test.each(Object.entries(HELPERS))(
    '%s sees the pages that work, and no others',
    async (role, [, pages]) => {
      const { page, refused } = await asOneOf(role as Helper)
      await page.goto('/admin')
      if (pages.length === 0) await arrives(page, 'You may not see this page')
      else await page.waitForURL(/\/admin\/\w+/)
      await page.goto('/dashboard')
      await arrives(page, /Welcome/)
      await expect.poll(async () => (await menu(page).allTextContents()).slice(6)).toEqual(pages)
      for (const name of pages) {
        const title = page.locator('h1')
        const before = await title.textContent()
        await menu(page).filter({ hasText: name }).click()
        await expect.poll(() => title.textContent()).not.toBe(before)
        await expect.poll(() => page.locator('.animate-pulse').count()).toBe(0)
        await page.waitForLoadState('networkidle')
        expect(await page.getByRole('alert').filter({ visible: true }).count(), name).toBe(0)
      }
      expect(refused).toEqual([])
    },
  )

  test('a page that one may not see says so, by its address too', async () => {
    const { page, refused } = await asOneOf('auditor')
    for (const path of ['users', 'settings', 'settings/brand', 'mail', 'roles', 'invitations']) {
      await page.goto(`/admin/${path}`)
      await arrives(page, 'You may not see this page')
    }
    expect(refused).toEqual([])
  })

  test('nothing is offered on somebody who may do more', async () => {
    const above = await anAccount(web.server)
    await give(above, ['admin'])
    const below = await anAccount(web.server)
    const { page } = await asOneOf('helper')
    await page.goto(`/admin/users/${above.id}`)
    await reads(page, 'They may do something that you may not')
    const offered = page.getByRole('main').getByRole('button', { name: /Disable|Save|Delete|link/ })
    expect(await offered.count()).toBe(0)

    await page.goto(`/admin/users/${below.id}`)
    await press(page, 'Disable')
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByLabel('admin', { exact: true }).isDisabled()).toBe(true)
    expect(await page.getByLabel('helper', { exact: true }).isEnabled()).toBe(true)
  })

  test('a role that allows more than one may oneself has no buttons', async () => {
    const { page } = await asOneOf('helper')
    await page.goto('/admin/roles')
    const card = (name: string) =>
      page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })
    await card('helper').getByRole('button', { name: 'Change' }).waitFor()
    expect(await card('watcher').getByRole('button').count()).toBe(0)
  })
})
