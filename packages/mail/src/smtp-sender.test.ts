import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type SmtpTimeouts, smtpSender } from './smtp-sender.ts'
import { aMail, refusal, smtpCatcher } from './testing/smtp-catcher.ts'

const sender = (url: string, timeouts: Partial<SmtpTimeouts> = {}) => {
  const made = smtpSender({ url, from: 'Latchkey <no-reply@mail.example.com>', timeouts })
  onTestFinished(() => made.close())
  return made
}
const catcher = async (options: Parameters<typeof smtpCatcher>[0] = {}) => {
  const made = await smtpCatcher(options)
  onTestFinished(() => made.close())
  return made
}
const local = (port: number) => `smtp://127.0.0.1:${port}`

/** A server of canned lines: what it says to each line it hears; undefined says nothing. */
const scripted = async (
  greeting: string,
  answer: (line: string, socket: Socket) => string | undefined,
) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    if (greeting !== '') socket.write(`${greeting}\r\n`)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        const said = answer(line, socket)
        if (said !== undefined && socket.writable) socket.write(`${said}\r\n`)
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
/** Takes everything up to the command that `stopAt` begins, then does `what`. */
const until = (stopAt: string, what: (socket: Socket) => string | undefined) => {
  let inContent = false
  return scripted('220 ready', (line, socket) => {
    if (line.startsWith(stopAt)) return what(socket)
    if (inContent) return undefined
    inContent = line === 'DATA'
    return inContent ? '354 go' : '250 ok'
  })
}
const silence = () => undefined
const hangUp = (socket: Socket) => {
  socket.destroy()
  return undefined
}

test('a mail arrives once, as it was written, from us and to one address', async () => {
  const server = await catcher()
  expect(await sender(local(server.port)).send(aMail())).toEqual({ kind: 'sent' })
  const [mail] = server.taken
  expect(server.taken).toHaveLength(1)
  expect(mail).toMatchObject({
    from: { name: 'Latchkey', address: 'no-reply@mail.example.com' },
    to: [{ name: '', address: 'Ada@example.org' }],
    subject: 'Confirm your address',
    date: '2030-01-01T12:00:00.000Z',
    messageId: '<0190a5b2-0000-7000-8000-000000000001@mail.example.com>',
  })
  expect(mail?.text?.trim()).toBe('Your code\n\n012345')
  expect(mail?.html?.trim()).toBe('<p>012345</p>')
})

test('a repeat carries the same Message-ID, and no mail asks for an automatic reply', async () => {
  const server = await catcher()
  const { send } = sender(local(server.port))
  await send(aMail())
  await send(aMail())
  const [first, second] = server.taken
  expect(second?.messageId).toBe(first?.messageId)
  const headers = new Map(first?.headers.map(({ key, value }) => [key, value]))
  expect(headers.get('auto-submitted')).toBe('auto-generated')
  expect(headers.get('x-auto-response-suppress')).toBe('All')
})

test('a subject with line breaks adds no header', async () => {
  const server = await catcher()
  await sender(local(server.port)).send(aMail({ subject: 'Hi\r\nBcc: eve@example.org\r\n\r\nx' }))
  const keys = server.taken[0]?.headers.map(({ key }) => key)
  expect(keys).not.toContain('bcc')
})

test('an address that is really two is not split into two recipients', async () => {
  const recipients: string[] = []
  const server = await catcher({
    onRcptTo: ({ address }, _session, done) => {
      recipients.push(address)
      done()
    },
  })
  await sender(local(server.port)).send(aMail({ to: 'ada@example.org, eve@example.org' }))
  expect(recipients.filter((address) => address === 'eve@example.org')).toEqual([])
})

test('a mail reaches a server on an IPv6 literal', async () => {
  const server = await catcher({ host: '::1' })
  expect(await sender(`smtp://[::1]:${server.port}`).send(aMail())).toEqual({ kind: 'sent' })
})

test('user and password arrive percent-decoded', async () => {
  const seen: unknown[] = []
  const server = await catcher({
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      seen.push([username, password])
      done(null, { user: 'u' })
    },
  })
  const url = `smtp://a%40b:p%2F%3A%20w@127.0.0.1:${server.port}`
  expect(await sender(url).send(aMail())).toEqual({ kind: 'sent' })
  expect(seen).toEqual([['a@b', 'p/: w']])
})

test('a temporary refusal costs a try, a permanent one is the last', async () => {
  const replies = [refusal(451, 'try later'), refusal(554, 'spam'), null]
  const server = await catcher({ reply: (index) => replies[index] ?? null })
  const { send } = sender(local(server.port))
  expect(await send(aMail())).toMatchObject({ kind: 'refused', permanent: false })
  expect(await send(aMail())).toMatchObject({ kind: 'refused', permanent: true })
  expect(await send(aMail())).toEqual({ kind: 'sent' })
})

test('the reason of a refusal names neither the address nor a code nor a link', async () => {
  const text = '5.1.1 <ada@example.org> unknown, saw 012345 and https://x.example/#token=abc'
  const server = await catcher({ onRcptTo: (_to, _session, done) => done(refusal(550, text)) })
  const outcome = await sender(local(server.port)).send(aMail())
  expect(outcome).toMatchObject({ kind: 'refused', permanent: true })
  expect(JSON.stringify(outcome)).toContain('550 5.1.1')
  expect(JSON.stringify(outcome)).not.toMatch(/@|012345|token|ada/)
})

test('a refused connection, an unknown name and a silent server cost no try', async () => {
  const closed = await smtpCatcher()
  await closed.close()
  const silent = await scripted('', silence)
  const short = { connectionMs: 300, greetingMs: 150, socketMs: 200 }
  const outcomes = await Promise.all([
    sender(local(closed.port)).send(aMail()),
    sender('smtp://no-such-host.invalid').send(aMail()),
    sender(local(silent), short).send(aMail()),
  ])
  expect(outcomes.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable', 'unreachable'])
})

test('a server that closes or says 421 before it took MAIL FROM was not reached', async () => {
  const ports = await Promise.all([
    scripted('421 too busy', silence),
    until('EHLO', hangUp),
    until('MAIL FROM', hangUp),
    until('MAIL FROM', () => '421 closing'),
  ])
  for (const port of ports)
    expect(await sender(local(port)).send(aMail())).toMatchObject({ kind: 'unreachable' })
})

test('silence or a hang-up once MAIL FROM was taken costs a try', async () => {
  const ports = await Promise.all([
    until('RCPT TO', silence),
    until('RCPT TO', hangUp),
    until('DATA', hangUp),
    until('.', silence),
  ])
  for (const port of ports) {
    const outcome = await sender(local(port), { socketMs: 200 }).send(aMail())
    expect(outcome).toMatchObject({ kind: 'refused', permanent: false })
  }
})

test('a trickle of replies holds a mail no longer than its time', async () => {
  const port = await until('RCPT TO', (socket) => {
    const timer = setInterval(() => socket.writable && socket.write('250-ok\r\n'), 20)
    socket.once('close', () => clearInterval(timer))
    return undefined
  })
  const outcome = await sender(local(port), { mailMs: 300 }).send(aMail())
  expect(outcome).toMatchObject({ kind: 'refused', permanent: false })
})

test("the operator's mistakes kill no mail and say what to mend", async () => {
  const onAuth = { allowInsecureAuth: true, authOptional: false } as const
  const wrongLogin = await catcher({
    ...onAuth,
    onAuth: (_auth, _session, done) => done(refusal(535, 'wrong')),
  })
  const laterLogin = await catcher({
    ...onAuth,
    onAuth: (_auth, _session, done) => done(refusal(454, 'later')),
  })
  const badSender = await catcher({
    onMailFrom: (_from, _session, done) => done(refusal(553, '5.7.1 not your address')),
  })
  const withLogin = (port: number) => sender(`smtp://user:wrong@127.0.0.1:${port}`).send(aMail())
  const outcomes = [
    await withLogin(wrongLogin.port),
    await withLogin(laterLogin.port),
    await sender(local(wrongLogin.port)).send(aMail()),
    await sender(local(badSender.port)).send(aMail()),
  ]
  expect(outcomes).toMatchObject([
    { kind: 'unreachable', reason: expect.stringContaining('check SMTP_URL') },
    { kind: 'unreachable', reason: expect.stringContaining('cannot log us in') },
    { kind: 'unreachable', reason: expect.stringContaining('wants a login') },
    { kind: 'unreachable', reason: expect.stringContaining('check MAIL_FROM') },
  ])
})

test('nothing is sent in clear text to another machine, nor over TLS that proves nothing', async () => {
  // 0.0.0.0 leads to this machine, but is no loopback address.
  const plain = await catcher({ host: '0.0.0.0' })
  const selfSigned = await catcher({ host: '0.0.0.0', disabledCommands: [] })
  const implicit = await catcher({ secure: true })
  const outcomes = [
    await sender(`smtp://0.0.0.0:${plain.port}`).send(aMail()),
    await sender(`smtp://0.0.0.0:${selfSigned.port}`).send(aMail()),
    await sender(`smtps://127.0.0.1:${implicit.port}`).send(aMail()),
  ]
  expect(outcomes).toMatchObject([
    { kind: 'unreachable', reason: expect.stringContaining('STARTTLS') },
    { kind: 'unreachable', reason: expect.stringContaining('TLS') },
    { kind: 'unreachable', reason: expect.stringContaining('TLS') },
  ])
  expect([...plain.taken, ...selfSigned.taken, ...implicit.taken]).toEqual([])
})

test('the check of the doctor logs in and says what is wrong', async () => {
  const server = await catcher()
  expect(await sender(local(server.port)).verify()).toEqual({ ok: true })
  const closed = await smtpCatcher()
  await closed.close()
  const check = await sender(local(closed.port)).verify()
  expect(check).toMatchObject({ ok: false, reason: expect.stringContaining('ECONNREFUSED') })
})

test('after close nothing is sent and nothing is blamed on the mail', async () => {
  const server = await catcher()
  const closing = sender(local(server.port))
  await closing.send(aMail())
  await closing.close()
  expect(await closing.send(aMail())).toMatchObject({ kind: 'unreachable' })
})

test('a hanging server does not hold up the end of the process', async () => {
  let asked = false
  const port = await until('RCPT TO', () => {
    asked = true
    return undefined
  })
  const closing = sender(local(port))
  const sending = closing.send(aMail())
  await vi.waitFor(() => expect(asked).toBe(true))
  await closing.close()
  expect((await sending).kind).not.toBe('sent')
})
