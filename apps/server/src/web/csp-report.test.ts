import { expect, test } from 'vitest'
import { readReport } from './csp-report.ts'

const DOCUMENT = 'https://auth.example.com/auth/reset-password?x=secret#token=secret'
const modern = (body: object) => ({ type: 'csp-violation', age: 5, url: DOCUMENT, body })

test('a report of either kind is directive, blocked origin and path', () => {
  const wanted = {
    directive: 'script-src-elem',
    blocked: 'https://evil.example',
    page: '/auth/reset-password',
  }
  const blocked = 'https://evil.example/x.js?y=secret'
  const body = { effectiveDirective: 'script-src-elem', blockedURL: blocked, documentURL: DOCUMENT }
  expect(readReport(JSON.stringify([modern(body), modern(body)]))).toEqual([wanted, wanted])
  const old = {
    'document-uri': DOCUMENT,
    'blocked-uri': blocked,
    'effective-directive': 'script-src-elem',
    'violated-directive': 'script-src',
    'script-sample': 'secret',
  }
  expect(readReport(JSON.stringify({ 'csp-report': old }))).toEqual([wanted])
})

test('nothing of a query, a fragment, a sample or an address gets into a line', () => {
  const body = {
    effectiveDirective: 'img-src ada@example.org',
    blockedURL: 'data:image/png;base64,secret',
    documentURL: 'https://x/account/ada@example.org?secret#secret',
    sample: 'secret',
  }
  const line = JSON.stringify(readReport(JSON.stringify([modern(body)])))
  expect(line).toContain('img-src')
  expect(line).toContain('data:')
  expect(line).not.toMatch(/secret|ada@/)
})

test('a page is an address by http whose mail addresses are masked, also encoded ones', () => {
  const page = (documentURL: string) =>
    readReport(JSON.stringify([modern({ documentURL })])).map((it) => it.page)
  expect(page('https://x/account/ada%40example.org')).not.toContain('ada')
  expect(page('foo:[16:00] ERROR: token=abcdef')).toEqual(['unknown'])
})

test.each([
  '',
  'null',
  '42',
  '[]',
  '{"csp-report":null}',
  '{"csp-report":{',
  '[{"type":"deprecation","body":{}}]',
  '[[[[[]]]]]',
  '{"__proto__":{"csp-report":{}}}',
])('%j says nothing and breaks nothing', (body) => {
  expect(readReport(body)).toEqual([])
})

test('what has another shape than it should is unknown, and nothing is long', () => {
  const strange = { effectiveDirective: 7, blockedURL: '\n\n', documentURL: ['x'] }
  expect(readReport(JSON.stringify([modern(strange)]))).toEqual([
    { directive: 'unknown', blocked: 'unknown', page: 'unknown' },
  ])
  const long = {
    effectiveDirective: 'a'.repeat(5000),
    blockedURL: `https://${'a'.repeat(5000)}.example`,
    documentURL: `https://x/${'a'.repeat(5000)}`,
  }
  for (const text of Object.values(readReport(JSON.stringify([modern(long)]))[0] ?? {}))
    expect(text.length).toBeLessThanOrEqual(100)
})
