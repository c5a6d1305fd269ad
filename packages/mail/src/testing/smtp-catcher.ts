import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Mail } from '@latchkey/core'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A real mail server on loopback, and what it took. */
export interface SmtpCatcher {
  readonly port: number
  readonly taken: readonly Email[]
  close(): Promise<void>
}

interface CatcherOptions extends SMTPServerOptions {
  readonly host?: string
  readonly listenOn?: number
  /** The reply to one mail's content: null takes it; a promise may stay open for ever. */
  readonly reply?: (index: number, content: Buffer) => Error | null | Promise<Error | null>
}

/** Starts a catcher on a port of its own; without TLS and login unless told otherwise. */
export const smtpCatcher = async (options: CatcherOptions = {}): Promise<SmtpCatcher> => {
  const { host = '127.0.0.1', listenOn = 0, reply = () => null, ...rest } = options
  const taken: Email[] = []
  let index = 0
  const onData: SMTPServerOptions['onData'] = (stream, _session, done) => void take(stream, done)
  const take = async (stream: Readable, done: (refusal: Error | null) => void): Promise<void> => {
    const content = await buffer(stream).catch(() => null)
    // The client went away in the middle of the mail.
    if (content === null) return
    const refusal = await reply(index++, content)
    if (refusal === null) taken.push(await PostalMime.parse(content))
    done(refusal)
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    disableReverseLookup: true,
    onData,
    ...rest,
  })
  server.on('error', () => {})
  await once(server.listen(listenOn, host), 'listening')
  const { port } = server.server.address() as AddressInfo
  return { port, taken, close: () => new Promise((resolve) => server.close(resolve)) }
}

/** An SMTP refusal. */
export const refusal = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode })

export const aMail = (over: Partial<Mail> = {}): Mail => ({
  id: '0190a5b2-0000-7000-8000-000000000001',
  to: 'Ada@example.org',
  subject: 'Confirm your address',
  text: 'Your code\n\n012345\n',
  html: '<p>012345</p>',
  createdAt: new Date('2030-01-01T12:00:00.000Z'),
  ...over,
})
