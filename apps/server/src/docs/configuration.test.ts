import { readFileSync } from 'node:fs'
import { VARIABLE_NAMES } from '@latchkey/process'
import { expect, test } from 'vitest'
import { configurationText } from './configuration.ts'

const root = new URL('../../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

test('the committed page of the configuration is what its sources say', () => {
  expect(read('docs/configuration.md')).toBe(configurationText(read('.env.example')))
})

test('every variable has a row with a description', () => {
  const page = configurationText(read('.env.example'))
  for (const name of VARIABLE_NAMES)
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|.*\\| \\w.+ \\|$`, 'm'))
})
