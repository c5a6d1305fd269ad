import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { mailSenderFor } from './mail-sender-for.ts'
import { resendCatcher } from './testing/resend-catcher.ts'
import { aMail, refusal, smtpCatcher } from './testing/smtp-catcher.ts'

const log = { info: () => undefined, warn: () => undefined }
const setup = async (smtp: Parameters<typeof smtpCatcher>[0] = {}) => {
  const server = await smtpCatcher(smtp)
  const api = await resendCatcher()
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-way-'))
  // The SDK reads it when it is told no other place.
  vi.stubEnv('RESEND_BASE_URL', api.url)
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await Promise.all([server.close(), api.close()])
    rmSync(dataDir, { recursive: true })
  })
  const open = (ways: { smtp?: boolean; resend?: boolean }) => {
    const made = mailSenderFor(
      {
        smtpUrl: ways.smtp ? `smtp://127.0.0.1:${server.port}` : null,
        resendApiKey: ways.resend ? 're_test' : null,
        mailFrom: 'no-reply@example.com',
        dataDir,
      },
      log,
    )
    onTestFinished(() => made.sender.close())
    return made
  }
  return { server, api, open }
}

test('without a way to send, mails are kept in the dev mailbox', async () => {
  const { sender, mailbox } = (await setup()).open({})
  expect(await sender.send(aMail())).toEqual({ kind: 'sent' })
  expect(mailbox?.list()).toHaveLength(1)
})

test('one way is used alone', async () => {
  const { server, api, open } = await setup()
  for (const way of ['smtp', 'resend'] as const) {
    const { sender, mailbox } = open({ [way]: true })
    expect(await sender.send(aMail())).toEqual({ kind: 'sent' })
    expect(mailbox).toBeNull()
  }
  expect([server.taken.length, api.taken.length]).toEqual([1, 1])
})

test('with both, Resend sends what the mail server could not be told', async () => {
  const { server, api, open } = await setup()
  const { sender } = open({ smtp: true, resend: true })
  expect(await sender.send(aMail({ id: '1' }))).toEqual({ kind: 'sent' })
  expect([server.taken.length, api.taken.length]).toEqual([1, 0])
  await server.close()
  expect(await sender.send(aMail({ id: '2' }))).toEqual({ kind: 'sent' })
  expect(api.taken[0]?.headers['Message-ID']).toBe('<2@example.com>')
})

test('with both, what the mail server may have taken goes nowhere else', async () => {
  const { api, open } = await setup({ reply: () => refusal(451, 'later') })
  const { sender } = open({ smtp: true, resend: true })
  expect(await sender.send(aMail())).toMatchObject({ kind: 'refused', permanent: false })
  expect(api.heard()).toBe(0)
})
