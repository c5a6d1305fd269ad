import type { MailQueue, MailSender, SendOutcome } from '@latchkey/core'
import { afterNoon, aMailOrder, fixedClock, memoryStores, NOON } from '@latchkey/core/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createDispatcher } from './dispatcher.ts'
import { ownerId } from './owner.ts'
import { smtpSender } from './smtp-sender.ts'
import { refusal, type SmtpCatcher, smtpCatcher } from './testing/smtp-catcher.ts'
import { toldSender, UNREACHABLE } from './testing/told-sender.ts'

const setup = () => {
  const clock = fixedClock()
  const stores = memoryStores()
  const lines: { fields: object; message: string }[] = []
  const write = (fields: object, message: string) => void lines.push({ fields, message })
  const dispatcher = (sender: MailSender, queue: MailQueue = stores.mailQueue) => {
    const made = createDispatcher({
      ...{ queue, sender, clock, owner: ownerId() },
      render: ({ data }) => ({
        subject: 'Hello',
        text: JSON.stringify(data),
        html: '<p>Hello</p>',
      }),
      log: { info: write, warn: write },
    })
    onTestFinished(() => made.stop())
    made.start()
    return made
  }
  const add = async (count = 1) => {
    for (let n = 0; n < count; n++) await stores.outbox.add(aMailOrder(), clock.now())
  }
  const rows = () => [...stores.tables.messages.values()]
  const states = () => rows().map(({ state }) => state)
  return { clock, queue: stores.mailQueue, dispatcher, add, rows, states, lines }
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 })

const catcher = async (options: Parameters<typeof smtpCatcher>[0] = {}): Promise<SmtpCatcher> => {
  const made = await smtpCatcher(options)
  onTestFinished(() => made.close())
  return made
}
const smtp = (port: number, timeouts = {}) => {
  const url = `smtp://127.0.0.1:${port}`
  const made = smtpSender({ url, from: 'no-reply@example.com', timeouts })
  onTestFinished(() => made.close())
  return made
}

test('a woken dispatcher delivers each message once, under its own Message-ID', async () => {
  const { dispatcher, add, states, rows } = setup()
  const server = await catcher()
  const { wake } = dispatcher(smtp(server.port))
  await add(12)
  wake()
  await eventually(() => expect(new Set(states())).toEqual(new Set(['sent'])))
  const ids = server.taken.map(({ messageId }) => messageId).sort()
  expect(ids).toEqual(
    rows()
      .map(({ id }) => `<${id}@example.com>`)
      .sort(),
  )
})

test('two dispatchers on one queue send each message once', async () => {
  const { dispatcher, add, states } = setup()
  const { sender, given } = toldSender(() => ({ kind: 'sent' }))
  const both = [dispatcher(sender), dispatcher(sender)]
  await add(40)
  for (const { wake } of both) wake()
  await eventually(() => expect(new Set(states())).toEqual(new Set(['sent'])))
  expect([given.length, new Set(given).size]).toEqual([40, 40])
})

test('a message refused for now goes again with the same Message-ID', async () => {
  const { dispatcher, add, rows, states, clock } = setup()
  const ids: string[] = []
  const server = await catcher({ reply: (index) => (index === 0 ? refusal(451, 'later') : null) })
  const sender = smtp(server.port)
  const noting: MailSender = {
    ...sender,
    send: (mail) => {
      ids.push(mail.id)
      return sender.send(mail)
    },
  }
  const { wake, state } = dispatcher(noting)
  await add()
  wake()
  await eventually(() => expect(rows()[0]).toMatchObject({ state: 'deferred', tries: 1 }))
  expect(state()).toBe('healthy')
  clock.advance('2s')
  wake()
  await eventually(() => expect(states()).toEqual(['sent']))
  expect(ids).toEqual(['message-1', 'message-1'])
})

test('a message refused for good is dead, with its reason and without the address', async () => {
  const { dispatcher, add, rows, lines } = setup()
  const text = '5.1.1 <ada@example.org> unknown'
  const server = await catcher({ onRcptTo: (_to, _session, done) => done(refusal(550, text)) })
  const { wake } = dispatcher(smtp(server.port))
  await add()
  wake()
  await eventually(() => expect(rows()[0]).toMatchObject({ state: 'dead', tries: 1 }))
  expect(rows()[0]?.reason).toContain('550 5.1.1')
  expect(JSON.stringify([rows()[0]?.reason, lines])).not.toContain('@')
  expect(lines).toMatchObject([{ message: 'a mail is given up' }])
})

test('an outage costs no try, and the mails go when the server is back', async () => {
  const { dispatcher, add, rows, states, clock } = setup()
  const gone = await smtpCatcher()
  await gone.close()
  const { wake, state, reason } = dispatcher(smtp(gone.port))
  await add(3)
  wake()
  await eventually(() => expect(states()).toEqual(['deferred', 'deferred', 'deferred']))
  expect(state()).toBe('unhealthy')
  expect(reason()).toContain('ECONNREFUSED')

  const back = await catcher({ listenOn: gone.port })
  clock.advance('1m')
  wake()
  await eventually(() => expect(states()).toEqual(['sent', 'sent', 'sent']))
  expect(rows().map(({ tries }) => tries)).toEqual([0, 0, 0])
  expect(back.taken).toHaveLength(3)
  expect([state(), reason()]).toEqual(['healthy', null])
})

test('an outage does not burn through the queue: one probe at a time', async () => {
  const { dispatcher, add, states, clock } = setup()
  const { sender, given } = toldSender(() => UNREACHABLE)
  await add(50)
  const { wake } = dispatcher(sender)
  await eventually(() => expect(given).toHaveLength(5))
  await eventually(() => expect(states().filter((s) => s === 'deferred')).toHaveLength(5))
  for (const probes of [1, 2, 3]) {
    wake()
    clock.advance('30s')
    wake()
    await eventually(() => expect(given).toHaveLength(5 + probes))
  }
  expect(given).toHaveLength(8)
})

test('what waited behind an outage is given back, not kept', async () => {
  const { dispatcher, add, rows } = setup()
  const { sender, given } = toldSender(() => UNREACHABLE)
  await add(10)
  dispatcher(sender)
  await eventually(() => expect(given).toHaveLength(5))
  await eventually(() => expect(rows().filter(({ lease }) => lease !== null)).toEqual([]))
  const waited = rows().filter(({ deferrals }) => deferrals === 0)
  expect(waited).toHaveLength(5)
  for (const row of waited) expect(row).toMatchObject({ state: 'queued', tries: 0 })
})

test('a server that hangs after DATA costs a try and stops nobody else', async () => {
  const { dispatcher, add, rows, states } = setup()
  const never = new Promise<null>(() => {})
  const server = await catcher({ reply: (index) => (index === 0 ? never : null) })
  const { wake } = dispatcher(smtp(server.port, { socketMs: 400 }))
  await add(8)
  wake()
  await eventually(() => expect(states().filter((s) => s === 'sent')).toHaveLength(7))
  await eventually(() =>
    expect(rows().find(({ tries }) => tries === 1)).toMatchObject({ state: 'deferred' }),
  )
})

test('a message in the air keeps its lease for as long as it takes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { dispatcher, add, rows, clock } = setup()
  const sending = Promise.withResolvers<SendOutcome>()
  const { sender, given } = toldSender(() => sending.promise)
  const { wake } = dispatcher(sender)
  await add()
  wake()
  await eventually(() => expect(given).toHaveLength(1))
  clock.advance('12s')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(rows()[0]?.lease?.until).toEqual(afterNoon(27_000))
  sending.resolve({ kind: 'sent' })
  await eventually(() => expect(rows()[0]?.state).toBe('sent'))
})

test('what a dead process of this host left is sent at once', async () => {
  const { dispatcher, add, queue, states } = setup()
  await add()
  const dead = ownerId()
  await queue.claim(dead, 10, NOON, afterNoon(15_000))
  dispatcher(toldSender(() => ({ kind: 'sent' })).sender)
  await eventually(() => expect(states()).toEqual(['sent']))
})

test('a message is sent when its time comes, without anybody waking us', async () => {
  const { dispatcher, queue, add, states } = setup()
  await add()
  const soon: MailQueue = { ...queue, nextDueAt: async () => afterNoon(20) }
  let isDue = false
  setTimeout(() => {
    isDue = true
  }, 20)
  const claim: MailQueue['claim'] = async (...call) => (isDue ? queue.claim(...call) : [])
  dispatcher(toldSender(() => ({ kind: 'sent' })).sender, { ...soon, claim })
  await vi.waitFor(() => expect(states()).toEqual(['sent']), { timeout: 1_000 })
})

test('a queue that is busy loses no result and throws nothing at the process', async () => {
  const { dispatcher, add, queue, states, lines } = setup()
  /** Throws the first time. */
  const busyOnce = <Call extends unknown[], Result>(work: (...call: Call) => Promise<Result>) => {
    let isBusy = true
    return async (...call: Call): Promise<Result> => {
      if (!isBusy) return work(...call)
      isBusy = false
      throw Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })
    }
  }
  const flaky: MailQueue = {
    ...queue,
    owners: busyOnce(queue.owners),
    claim: busyOnce(queue.claim),
    settle: busyOnce(queue.settle),
  }
  const { sender, given } = toldSender(() => ({ kind: 'sent' }))
  const { wake } = dispatcher(sender, flaky)
  await add()
  for (const _ of [1, 2, 3]) {
    wake()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await eventually(() => expect(states()).toEqual(['sent']))
  expect(given).toHaveLength(1)
  expect(lines.map(({ fields }) => fields)).toContainEqual({ error: 'SQLITE_BUSY' })
})

test('a sender or a template that throws costs no mail', async () => {
  const { dispatcher, add, rows } = setup()
  const { wake } = dispatcher(toldSender(() => Promise.reject(new Error('bug'))).sender)
  await add()
  wake()
  await eventually(() => expect(rows()[0]).toMatchObject({ state: 'deferred', tries: 0 }))
  expect(rows()[0]?.reason).toBe('the mail sender failed')
})

test('stop waits for what is in the air, gives back the rest and launches nothing more', async () => {
  const { dispatcher, add, states, rows } = setup()
  const sending = Promise.withResolvers<SendOutcome>()
  const { sender, given } = toldSender(() => sending.promise)
  const { wake, stop } = dispatcher(sender)
  await add(10)
  wake()
  await eventually(() => expect(given).toHaveLength(5))
  const stopped = stop()
  setTimeout(() => sending.resolve({ kind: 'sent' }), 20)
  await stopped
  expect(states().filter((state) => state === 'sent')).toHaveLength(5)
  expect(states().filter((state) => state === 'queued')).toHaveLength(5)
  expect(rows().filter(({ lease }) => lease !== null)).toEqual([])
  wake()
  expect(given).toHaveLength(5)
})
