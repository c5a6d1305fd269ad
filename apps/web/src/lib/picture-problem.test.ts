import { afterEach, expect, test, vi } from 'vitest'
import { pictureProblem } from './picture-problem.ts'

afterEach(() => vi.unstubAllGlobals())

const aFile = (type: string, size: number) => new Blob([new Uint8Array(size)], { type })

test.each([
  ['image/png', 1, null],
  ['image/webp', 2 * 1024 * 1024, null],
  ['image/jpeg', 2 * 1024 * 1024 + 1, 'tooLarge'],
  ['image/png', 0, 'empty'],
  ['image/svg+xml', 10, 'kind'],
  ['application/pdf', 10, 'kind'],
  ['', 10, 'kind'],
])('a file of kind “%s” with %d bytes: %s', async (type, size, problem) => {
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }))
  expect(await pictureProblem(aFile(type, size))).toBe(problem)
})

test('a file that the browser cannot draw is none, whatever it says of itself', async () => {
  vi.stubGlobal('createImageBitmap', async () => {
    throw new Error('broken')
  })
  expect(await pictureProblem(aFile('image/png', 10))).toBe('unreadable')
})
