import { expect, test } from 'vitest'
import { csvRow } from './csv.ts'

test('what would end a cell or a row is quoted, and quotes are doubled', () => {
  expect(csvRow(['a', 'b,c', 'say "hi"', 'two\nlines', 'two\r\nlines', ''])).toBe(
    'a,"b,c","say ""hi""","two\nlines","two\r\nlines",\r\n',
  )
})

test.each(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])(
  'a text that begins with %j is no formula',
  (first) => {
    const [cell = ''] = [csvRow([`${first}HYPERLINK("https://evil.example")`])]
    expect(cell.startsWith(`"'${first}`)).toBe(true)
  },
)

test('numbers, truths and nothing are written as they are', () => {
  expect(csvRow([-5, 0, true, false, null])).toBe('-5,0,true,false,\r\n')
})
