import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvFields, csvRecord, withoutApostrophe } from './csv-fields.ts'
import {
  type FileFormat,
  MAX_RECORD_BYTES,
  MAX_RECORD_LINES,
  splitRecords,
} from './split-records.ts'

const split = async (text: string | Buffer, format: FileFormat = 'csv', chunkBytes = 7) => {
  const bytes = Buffer.from(text)
  const chunks = async function* () {
    for (let from = 0; from < bytes.length; from += chunkBytes)
      yield bytes.subarray(from, from + chunkBytes)
  }
  const found: [number, string | null][] = []
  for await (const records of splitRecords(chunks(), format))
    for (const { line, bytes: own } of records) found.push([line, own?.toString() ?? null])
  return found
}

test('lines end with LF or CRLF, the last one also without; empty ones are none', async () => {
  expect(await split('a\r\nb\n\n\r\nc')).toEqual([
    [1, 'a'],
    [2, 'b'],
    [5, 'c'],
  ])
  expect(await split('')).toEqual([])
  expect(await split('\n')).toEqual([])
})

test('a line break in quotes is none, and counts as a line', async () => {
  const text = 'a,"b\nc ""d""\n",e\nf\n"g\nh"'
  expect(await split(text)).toEqual([
    [1, 'a,"b\nc ""d""\n",e'],
    [4, 'f'],
    [5, '"g\nh"'],
  ])
  expect((await split(text, 'jsonl')).map(([line]) => line)).toEqual([1, 2, 3, 4, 5, 6])
})

test('a quote that is never closed costs its own line and no other', async () => {
  expect(await split('a\n"b\nc\nd')).toEqual([
    [1, 'a'],
    [2, '"b'],
    [3, 'c'],
    [4, 'd'],
  ])
  const long = `"x\n${'y\n'.repeat(MAX_RECORD_BYTES)}z`
  const found = await split(long, 'csv', 10_000)
  expect(found).toHaveLength(MAX_RECORD_BYTES + 2)
  expect(found.at(-1)).toEqual([MAX_RECORD_BYTES + 2, 'z'])
})

test('a record has as many lines as may be, and an open quote is looked for no further', async () => {
  const record = `"${'a\n'.repeat(MAX_RECORD_LINES - 1)}",b`
  expect(await split(record)).toEqual([[1, record]])
  const tooLong = `"${'a\n'.repeat(MAX_RECORD_LINES)}",b`
  expect((await split(tooLong))[0]).toEqual([1, '"a'])
})

test('a file of open quotes is not looked through again from each of its lines', async () => {
  const lines = 200_000
  expect(await split('a","x\n'.repeat(lines), 'csv', 65_536)).toHaveLength(lines)
})

test('a stray quote opens nothing', async () => {
  expect(await split('5" pipe,x\nb')).toEqual([
    [1, '5" pipe,x'],
    [2, 'b'],
  ])
})

test.each(['csv', 'jsonl'] as const)(
  'a %s line without end is dropped in pieces',
  async (format) => {
    const long = 'x'.repeat(MAX_RECORD_BYTES * 3)
    expect(await split(`a\n${long}\nb\n"${long}\nc`, format, 50_000)).toEqual([
      [1, 'a'],
      [2, null],
      [3, 'b'],
      [4, null],
      [5, 'c'],
    ])
  },
)

test('what is written as CSV is read back, whatever it is and wherever it is cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab,"\n\r\'=+-@\t é😀') })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })), async (rows) => {
      const found = await split(rows.map((row) => `${csvRecord(row)}\n`).join(''), 'csv', 3)
      const read = found.map(([, text]) => csvFields(text ?? '')?.map(withoutApostrophe))
      expect(read).toEqual(rows)
    }),
  )
})

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', "'=1"])('%j is no formula in CSV', (value) => {
  const written = csvFields(csvRecord([value]))?.[0] ?? ''
  expect(written.startsWith("'")).toBe(true)
  expect(withoutApostrophe(written)).toBe(value)
})

test.each(['a"b', '"a', '"a"b', '"a" ,b', '"'])('%j is no CSV', (text) => {
  expect(csvFields(text)).toBeNull()
})
