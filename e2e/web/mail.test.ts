import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aNewAddress, PASSWORD, register } from '../account.ts'
import { type MailSink, mailSink } from '../faults/mail-sink.ts'
import { hasChromium } from './chromium.ts'
import { arrives, isSignedIn, press, reads } from './steps.ts'
import { useWebApp } from './web-app.ts'

describe.skipIf(!hasChromium)('mails in the administration', () => {
  const admin = { email: aNewAddress(), password: PASSWORD }
  const env = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  let sink: MailSink
  beforeAll(async () => {
    sink = await mailSink('permanent')
    Object.assign(env, { SMTP_URL: sink.url })
  })
  afterAll(() => sink.become('closed'))
  const web = useWebApp({ env })

  test('a mail that the mail server refused says why, and is sent again', async () => {
    const email = aNewAddress()
    await register(web.server, { email, password: PASSWORD })
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, admin)
    const { page } = visitor
    await page.goto('/admin/mail')
    await arrives(page, 'Mail')
    const row = page.getByRole('row', { name: email })
    await expect
      .poll(
        async () => {
          await page.reload()
          await row.waitFor()
          return row.textContent()
        },
        { timeout: 20_000, interval: 1000 },
      )
      .toContain('refuses this mail')
    await sink.become('accept')
    await press(page, new RegExp(`Send again.*${email}`))
    await reads(page, 'The mail is queued again.')
    await expect.poll(() => sink.mailsTo(email).length, { timeout: 20_000 }).toBe(1)
    await page.reload()
    await row.getByText('Sent', { exact: true }).waitFor()
  })

  test('a mail server that is configured is not told as one that works', async () => {
    const visitor = await web.open()
    await isSignedIn(visitor, web.server, admin)
    await visitor.page.goto('/dashboard')
    await reads(visitor.page, 'Your installation')
    expect(await visitor.page.getByText('Send real mail').count()).toBe(0)
  })
})
