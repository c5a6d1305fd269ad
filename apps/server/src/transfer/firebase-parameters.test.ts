import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readFirebaseParameters } from './firebase-parameters.ts'
import { ImportProblem } from './read-records.ts'

const fileOf = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'hash-config'), text)
  return join(folder, 'hash-config')
}

test.each([
  'hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: AQID,\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}',
  '{"base64_signer_key": "AQID", "base64_salt_separator": "Bw==", "rounds": 8, "mem_cost": 14}',
])('the parameters are read as the console shows them', (text) => {
  expect(readFirebaseParameters(fileOf(text))).toEqual({
    signerKey: Buffer.from([1, 2, 3]),
    saltSeparator: Buffer.from([7]),
    rounds: 8,
    memCost: 14,
  })
})

test.each(['', 'rounds: 8', 'base64_signer_key: AQID, rounds: x, mem_cost: 14'])(
  '%j is not enough',
  (text) => {
    expect(() => readFirebaseParameters(fileOf(text))).toThrow(ImportProblem)
  },
)

test('a file that is not there is named', () => {
  expect(() => readFirebaseParameters('/nowhere/hash-config')).toThrow('/nowhere/hash-config')
})
