import type { SendOutcome } from '@latchkey/core'
import { expect, test } from 'vitest'
import { type CheckedSender, failoverSender } from './failover-sender.ts'
import { aMail } from './testing/smtp-catcher.ts'

const SENT: SendOutcome = { kind: 'sent' }
const AWAY: SendOutcome = { kind: 'unreachable', reason: 'nobody there' }

/** A sender that answers as it is told; `held` keeps every answer back until it resolves. */
const aSender = (outcome: SendOutcome = SENT) => {
  const sender = {
    outcome,
    check: { ok: false, reason: 'nobody there' } as Awaited<ReturnType<CheckedSender['verify']>>,
    held: Promise.resolve(),
    mails: 0,
    checks: 0,
    isClosed: false,
    send: async (): Promise<SendOutcome> => {
      sender.mails += 1
      await sender.held
      return sender.outcome
    },
    verify: async () => {
      sender.checks += 1
      await sender.held
      return sender.check
    },
    close: async () => {
      sender.isClosed = true
    },
  }
  return sender
}

const aPair = (first: SendOutcome, second: SendOutcome = SENT) => {
  const smtp = aSender(first)
  const resend = aSender(second)
  const told: object[] = []
  const log = {
    info: (fields: object) => told.push(fields),
    warn: (fields: object) => told.push(fields),
  }
  let time = 0
  const senders = { SMTP: smtp, Resend: resend }
  const both = failoverSender({ senders, log, now: () => new Date(time) })
  return { smtp, resend, both, told, pass: (ms: number) => (time += ms) }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('while the first can be reached the second gets nothing', async () => {
  const { smtp, resend, both } = aPair(SENT)
  expect(await both.send(aMail())).toEqual(SENT)
  expect([smtp.mails, resend.mails]).toEqual([1, 0])
})

test('a mail that nobody heard of goes by the second, at once', async () => {
  const { resend, both, told } = aPair(AWAY)
  expect(await both.send(aMail())).toEqual(SENT)
  expect(resend.mails).toBe(1)
  expect(told).toEqual([{ sender: 'SMTP', reason: 'nobody there' }])
})

test.each([true, false])(
  'a refusal (for good: %s) is an answer: nobody else is asked, so nothing arrives twice',
  async (permanent) => {
    const refused: SendOutcome = { kind: 'refused', permanent, reason: 'the connection broke' }
    const { resend, both } = aPair(refused)
    expect(await both.send(aMail())).toEqual(refused)
    expect(resend.mails).toBe(0)
  },
)

test('if all are away the mail waits, with the reason of each', async () => {
  const { both } = aPair(AWAY, AWAY)
  expect(await both.send(aMail())).toEqual({
    kind: 'unreachable',
    reason: 'SMTP: nobody there; Resend: nobody there',
  })
})

test('if all are away the next mail tries them all again', async () => {
  const { smtp, resend, both } = aPair(AWAY, AWAY)
  await both.send(aMail())
  smtp.outcome = SENT
  expect(await both.send(aMail())).toEqual(SENT)
  expect([smtp.mails, resend.mails]).toEqual([2, 1])
})

test('no mail waits for a sender that is known to be away, nor for its check', async () => {
  const { smtp, resend, both, pass } = aPair(AWAY)
  await both.send(aMail())
  smtp.held = new Promise(() => undefined)
  pass(60_000)
  for (let n = 0; n < 5; n++) expect(await both.send(aMail())).toEqual(SENT)
  expect([smtp.mails, smtp.checks, resend.mails]).toEqual([1, 1, 6])
})

test('a check that fails is repeated, later and later', async () => {
  const { smtp, both, pass } = aPair(AWAY)
  await both.send(aMail())
  for (let second = 0; second < 60; second++) {
    pass(1_000)
    await both.send(aMail())
    await settled()
  }
  expect(smtp.mails).toBe(1)
  expect(smtp.checks).toBeGreaterThanOrEqual(4)
  expect(smtp.checks).toBeLessThanOrEqual(9)
})

test('a sender that is back is the preferred one again', async () => {
  const { smtp, resend, both, told, pass } = aPair(AWAY)
  await both.send(aMail())
  smtp.outcome = SENT
  smtp.check = { ok: true }
  pass(60_000)
  await both.send(aMail())
  await settled()
  await both.send(aMail())
  expect([smtp.mails, resend.mails]).toEqual([2, 2])
  expect(told.at(-1)).toEqual({ sender: 'SMTP' })
})

test('a server that lets us in and takes nothing is not tried by every mail', async () => {
  const { smtp, resend, both, pass } = aPair(AWAY)
  smtp.check = { ok: true }
  for (let second = 0; second < 60; second++) {
    expect(await both.send(aMail())).toEqual(SENT)
    await settled()
    pass(1_000)
  }
  expect(resend.mails).toBe(60)
  expect(smtp.mails).toBeLessThanOrEqual(9)
})

test('a check that throws is a check that failed', async () => {
  const { smtp, both, pass } = aPair(AWAY)
  smtp.verify = async () => {
    throw new Error('broken')
  }
  await both.send(aMail())
  pass(60_000)
  await both.send(aMail())
  await settled()
  expect(await both.send(aMail())).toEqual(SENT)
  expect(smtp.mails).toBe(1)
})

test('all are closed', async () => {
  const { smtp, resend, both } = aPair(SENT)
  await both.close()
  expect([smtp.isClosed, resend.isClosed]).toEqual([true, true])
})
