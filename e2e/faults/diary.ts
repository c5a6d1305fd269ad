import { expect, vi } from 'vitest'
import { parseCookie } from '../browser.ts'
import type { Answer, Request } from '../request.ts'
import type { TestServer } from '../server.ts'
import type { MailSink } from './mail-sink.ts'
import type { Secret } from './secrets-search.ts'

export const EMAIL = 'Canary.Ada@example.org'
const SOON = { timeout: 15_000, interval: 25 }

type Server = Pick<TestServer, 'get' | 'post'>

/** Everything that was told to one client, and every answer that said no. */
export const aDiary = () => {
  const secrets: Secret[] = []
  const refusals: Answer[] = []
  return {
    secrets,
    refusals,
    keep: (answer: Answer): Answer => {
      const { accessToken, refreshToken, registrationToken, otpToken, deviceToken } = answer.body
      const told = { accessToken, refreshToken, registrationToken, otpToken, deviceToken }
      for (const [what, value] of Object.entries(told)) if (value) secrets.push({ what, value })
      for (const line of answer.cookies) {
        const { name, value } = parseCookie(line)
        if (value !== '') secrets.push({ what: name, value })
      }
      if (answer.status >= 400) refusals.push(answer)
      return answer
    },
  }
}
export type Diary = ReturnType<typeof aDiary>

/** A client of the server, and the mailbox of its person. */
export const aClient = (server: Server, sink: MailSink, diary: Diary) => ({
  post: async (path: string, body: unknown, headers: Request['headers'] = {}) =>
    diary.keep(await server.post(path, body, headers)),
  get: async (path: string, headers: Request['headers'] = {}) =>
    diary.keep(await server.get(path, headers)),
  /** Code and link of the newest mail with a link to `page`, once there are so many. */
  mailed: async (page: 'verify-email' | 'reset-password', count: number) => {
    const mails = () => sink.mailsTo(EMAIL).filter(({ text }) => text?.includes(`${page}#token=`))
    await vi.waitFor(() => expect(mails()).toHaveLength(count), SOON)
    const text = mails()[count - 1]?.text ?? ''
    const token = /#token=([\w-]+)/.exec(text)?.[1] ?? ''
    const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
    diary.secrets.push({ what: `link to ${page}`, value: token })
    if (code !== '') diary.secrets.push({ what: 'code', value: code })
    return { token, code }
  },
  /** The code of the newest mail to sign in with, once there are so many. */
  mailedOtp: async (count: number) => {
    const mails = () =>
      sink.mailsTo(EMAIL).filter(({ subject }) => subject?.includes('sign-in code'))
    await vi.waitFor(() => expect(mails()).toHaveLength(count), SOON)
    const otp = /\b\d{6}\b/.exec(mails()[count - 1]?.text ?? '')?.[0] ?? ''
    diary.secrets.push({ what: 'sign-in code', value: otp })
    return otp
  },
})
export type Client = ReturnType<typeof aClient>
