import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALL_PERMISSIONS } from '@latchkey/core/rules'
import { expect, test } from 'vitest'
import { keyOf } from './use-role-text.ts'

test.each(['en', 'de', 'fr'])('every permission has its text in %s', (language) => {
  const texts: { readonly permission: object } = JSON.parse(
    readFileSync(join(import.meta.dirname, `../ui/texts.${language}.json`), 'utf8'),
  )
  expect(Object.keys(texts.permission).sort()).toEqual(ALL_PERMISSIONS.map(keyOf).sort())
})
