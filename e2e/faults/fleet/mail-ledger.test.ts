import { expect, test } from 'vitest'
import { compare, emptyMailLedger } from './mail-ledger.ts'

const aMail = (id: string, address: string, text = 'Your code\n\n012345\n') => ({
  messageId: `<${id}@localhost>`,
  to: [{ address, name: '' }],
  subject: 'Your code',
  text,
  html: '',
})
const NOTHING = {
  lost: [],
  repeatedFromHands: [],
  repeated: [],
  altered: [],
  strangers: [],
  fromNowhere: [],
}

const aLedger = () => {
  const ledger = emptyMailLedger()
  ledger.acknowledged.set('ada@example.org', 'code')
  return ledger
}
const COMMITTED = new Map([['1', 'ada@example.org']])

test('a ledger whose every promise was kept once has no findings', () => {
  const findings = compare(aLedger(), [aMail('1', 'ada@example.org')], COMMITTED)
  expect(findings).toEqual({ ...NOTHING, sent: 1 })
})

test('a ledger finds a mail that is lost, without its code, or another one than promised', () => {
  const lost = ['ada@example.org']
  const link = 'http://localhost/auth/verify-email#token=x\n\n012345\n'
  expect(compare(aLedger(), [], COMMITTED).lost).toEqual(lost)
  for (const text of ['hello', link])
    expect(compare(aLedger(), [aMail('1', lost[0]!, text)], COMMITTED).lost).toEqual(lost)
})

test('a ledger finds repeats, tells those apart that a worker had in its hands, and altered ones', () => {
  const mail = aMail('1', 'ada@example.org')
  const other = aMail('1', 'ada@example.org', 'Your code\n\n543210\n')
  const thrice = compare(aLedger(), [mail, mail, mail], COMMITTED)
  expect(thrice).toEqual({ ...NOTHING, sent: 3, repeated: ['1', '1'] })
  const ledger = aLedger()
  ledger.inHands.add('1')
  const altered = compare(ledger, [mail, other], COMMITTED)
  expect(altered).toEqual({ ...NOTHING, sent: 2, repeatedFromHands: ['1'], altered: ['1'] })
})

test('a ledger finds mails without a row, to another address, and of what was rolled back', () => {
  const ledger = aLedger()
  ledger.rolledBack.push('doomed@example.org')
  const mails = [
    aMail('1', 'ada@example.org'),
    aMail('2', 'eve@example.org'),
    aMail('1', 'eve@example.org'),
    aMail('3', 'doomed@example.org'),
  ]
  const findings = compare(ledger, mails, COMMITTED)
  expect(findings.strangers).toEqual(['2', '1', '3'])
  expect(findings.fromNowhere).toEqual(['doomed@example.org'])
})
