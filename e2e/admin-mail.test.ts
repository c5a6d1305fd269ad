import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { aNewAddress, bearer, login, PASSWORD, register } from './account.ts'
import { type MailSink, mailSink } from './faults/mail-sink.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

interface Listed {
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly nextCursor: string | null
}
const SOON = { timeout: 20_000, interval: 50 }
const NOBODY = '0190a5b2-0000-7000-8000-000000000001'

describe('mails for administrators', () => {
  const admin = { email: aNewAddress(), password: PASSWORD }
  let server: TestServer
  let sink: MailSink
  let root: { readonly id: string; readonly token: string }

  const ask = (method: string, path: string): Promise<Answer> =>
    server.request(`/api/admin/mail${path}`, { method, headers: bearer(root.token) })
  const list = async (query: string) => JSON.parse((await ask('GET', `?${query}`)).text) as Listed
  const retry = (id: unknown) => ask('POST', `/${id}/retry`)
  /** Signs somebody up and waits until their mail is in that state. */
  const aMail = async (state: string) => {
    const email = aNewAddress()
    await register(server, { email, password: PASSWORD })
    return untilIn(state, email)
  }
  const untilIn = (state: string, email: string) =>
    vi.waitFor(async () => {
      const [message] = (await list(`to=${encodeURIComponent(email)}`)).messages
      expect(message).toMatchObject({ state, to: email })
      return { email, id: String(message?.['id']), message }
    }, SOON)

  beforeAll(async () => {
    sink = await mailSink('permanent')
    const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
    server = await startServer({ env: { ...boot, SMTP_URL: sink.url } })
    const { body } = await login(server, admin)
    root = { id: body.user?.id ?? '', token: body.accessToken ?? '' }
  })
  afterAll(async () => {
    await server.stop()
    await sink.become('closed')
  })

  test('a refused mail is listed with the reason, is sent again when asked for, and then is over', async () => {
    const { email, id, message } = await aMail('dead')
    expect(message).toEqual({
      ...{ id, template: 'verify_email', to: email, locale: 'en', state: 'dead', tries: 1 },
      reason: expect.stringMatching(/^(?!.*@).*554/),
      createdAt: expect.stringMatching(/Z$/),
      nextTryAt: null,
      sentAt: null,
      expiresAt: expect.stringMatching(/Z$/),
    })
    await sink.become('accept')
    const retried = await retry(id)
    expect([retried.status, retried.body.success]).toEqual([200, true])
    const { message: sent } = await untilIn('sent', email)
    expect(sent).toMatchObject({ tries: 0, reason: null, nextTryAt: null })
    expect(sent?.['sentAt']).toMatch(/Z$/)
    expect(sink.mailsTo(email)).toHaveLength(1)
    const over = await retry(id)
    expect([over.status, over.body.code]).toEqual([409, 'mail_over'])
    const query = "select actor_id, metadata from audit_events where action = 'sys_mail_retried'"
    expect(server.rows(query)).toEqual([
      { actor_id: root.id, metadata: expect.stringMatching(new RegExp(`^(?!.*@).*${id}`)) },
    ])
    await sink.become('permanent')
  })

  test('a dead mail whose link has ended is over', async () => {
    const { id } = await aMail('dead')
    server.change('update messages set expires_at = ? where id = ?', Date.now(), id)
    const over = await retry(id)
    expect([over.status, over.body.code]).toEqual([409, 'mail_over'])
  })

  test('an id that is none is as absent as one of nobody, and so is a decoy', async () => {
    const { id } = await aMail('dead')
    server.change("update messages set recipient = '' where id = ?", id)
    for (const none of [id, NOBODY, 'x', "'", '%00', `${NOBODY}0`, 'x'.repeat(90)]) {
      const { status, body } = await retry(none)
      expect([status, body.code], none).toEqual([404, 'not_found'])
    }
    expect((await list('state=dead&limit=100')).messages.map((one) => one['id'])).not.toContain(id)
  })

  test('the list comes page by page, filtered, and takes nothing else', async () => {
    for (let n = 0; n < 3; n++) await aMail('dead')
    const whole = (await list('state=dead')).messages
    expect(whole.length).toBeGreaterThanOrEqual(3)
    const seen = []
    for (let cursor = ''; seen.length < 50; ) {
      const page = await list(`state=dead&limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.messages)
      cursor = page.nextCursor ?? ''
      if (!cursor) break
    }
    expect(seen).toEqual(whole)
    expect((await list('state=queued')).messages).toEqual([])
    expect((await list('template=welcome')).messages).toEqual([])
    expect((await list('template=verify_email&state=dead')).messages).toEqual(whole)
    const hostile = encodeURIComponent("' or 1=1 --<b>=1+1")
    expect((await list(`to=${hostile}`)).messages).toEqual([])
    const { nextCursor } = await list('limit=1')
    for (const query of [
      'state=gone',
      'state=dead&state=sent',
      'template=<b>',
      'to=',
      'to=%00',
      `to=${'x'.repeat(300)}`,
      'limit=0',
      'limit=-1',
      'limit=101',
      'limit=1e9',
      'cursor=x',
      `cursor=${nextCursor?.slice(0, -2)}AA`,
      `cursor=${'x'.repeat(5000)}`,
    ]) {
      const refused = await ask('GET', `?${query}`)
      expect([refused.status, refused.body.code], query).toEqual([400, 'validation_failed'])
    }
    expect(server.faults()).toEqual([])
  })
})
