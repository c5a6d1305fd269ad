import { afterEach, expect, test, vi } from 'vitest'

const SAVED = 'https://old.example.com/api/avatars/abc'

/** Of a build with this `VITE_API_URL`. */
const builtFor = async (api: string) => {
  vi.resetModules()
  vi.stubEnv('VITE_API_URL', api)
  return (await import('./picture-source.ts')).pictureSource
}
afterEach(() => void vi.unstubAllEnvs())

test('a picture is asked of where the page came from, whatever address the server had', async () => {
  expect((await builtFor(''))(SAVED)).toBe('/api/avatars/abc')
})

test('a page with an origin of its own asks the API for pictures', async () => {
  const pictureSource = await builtFor('https://api.example.com/')
  expect(pictureSource(SAVED)).toBe('https://api.example.com/api/avatars/abc')
  expect(pictureSource(null)).toBe('/icon.svg')
  expect(pictureSource('blob:https://app.example.com/1')).toBe('blob:https://app.example.com/1')
})
