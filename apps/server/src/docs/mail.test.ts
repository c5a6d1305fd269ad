import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const fromRoot = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')

test('the page of mails says of every mail when it is sent, and of no other', () => {
  const mails = Object.keys(JSON.parse(fromRoot('packages/mail/src/copy/en.json')))
  const [, table = ''] = fromRoot('docs/mail.md').split('| mail | when | useful until |')
  const rows = table.slice(0, table.indexOf('\n\n')).matchAll(/^\| `(\w+)` \|/gm)
  expect([...rows].map(([, mail]) => mail).sort()).toEqual(mails.sort())
})
