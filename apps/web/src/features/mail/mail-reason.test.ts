import { expect, test } from 'vitest'
import { MAIL_REASONS, mailReason } from './mail-reason.ts'
import english from './texts.en.json' with { type: 'json' }

test.each([
  ['expired', 'expired'],
  ['held back: rate_limit_mail_total', 'heldBack'],
  ['sealed under another key, or changed', 'sealed'],
  ['the name of the mail server cannot be resolved: check SMTP_URL', 'unknownHost'],
  ['the mail server does not offer STARTTLS, which is required: use smtps://', 'startTls'],
  ['the mail server refuses user or password: check SMTP_URL: 535 5.7.8', 'login'],
  ['the mail server wants a login: check user and password in SMTP_URL', 'login'],
  ['the mail server does not take our sender: check MAIL_FROM: 550', 'sender'],
  ['TLS with the mail server failed: CERT_HAS_EXPIRED', 'tls'],
  ['the mail server did not answer in time', 'silent'],
  ['the connection to the mail server failed: ECONNREFUSED', 'connection'],
  ['the mail server refused RCPT TO: 550 5.1.1 no such user', 'refused'],
  ['Resend refused the mail: 422 validation_error', 'refused'],
  ['Resend does not let us send: check RESEND_API_KEY and MAIL_FROM: 403', 'resendKey'],
  ['Resend did not answer in time', 'resend'],
  ['Resend has trouble: 500', 'resend'],
  ['the mail cannot be rendered', 'other'],
  ['', 'other'],
])('“%s” is told as %s', (text, reason) => {
  expect(mailReason(text)).toBe(reason)
})

test('every reason has its words, and what to do', () => {
  expect(Object.keys(english.reason).sort()).toEqual(MAIL_REASONS.toSorted())
  expect(Object.keys(english.mend).sort()).toEqual(MAIL_REASONS.toSorted())
})
