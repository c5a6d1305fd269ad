import { readFileSync } from 'node:fs'
import { AUDIT_ACTIONS } from '@latchkey/core'
import { expect, test } from 'vitest'

test('the page of the audit log says of every action when it is recorded, and of no other', () => {
  const page = readFileSync(new URL('../../../../docs/audit.md', import.meta.url), 'utf8')
  const [, table = ''] = page.split('| action | when |')
  const rows = table.slice(0, table.indexOf('\n\n')).matchAll(/^\| (.+) \| .+ \|$/gm)
  const documented = [...rows].flatMap(([, names = '']) => names.match(/\w{4,}/g) ?? [])
  expect(documented.sort()).toEqual([...AUDIT_ACTIONS].sort())
})
