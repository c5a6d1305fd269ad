import { expect, test } from 'vitest'
import { fileOf } from '../http/static-file.ts'
import { webAppFinding } from './web-app-finding.ts'

const here = { publicUrl: 'https://auth.example.com', webUrl: 'https://auth.example.com' }

test('a web app that is not built is to be mended, unless its pages are elsewhere', async () => {
  const nothing = async () => null
  const missing = await webAppFinding(here, nothing)
  expect(missing).toMatchObject({ level: 'bad', mend: expect.stringContaining('npm run build') })
  const elsewhere = await webAppFinding({ ...here, webUrl: 'https://app.example.com' }, nothing)
  expect(elsewhere).toMatchObject({ level: 'note' })
})

test('a web app that is built is fine', async () => {
  expect(await webAppFinding(here, async () => fileOf('index.html', ''))).toMatchObject({
    level: 'ok',
  })
})
