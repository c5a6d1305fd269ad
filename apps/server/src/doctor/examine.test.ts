import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { loadConfig } from '@latchkey/process'
import { migrateUp } from '@latchkey/sql'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CHECKS } from './checks.ts'
import { examine } from './examine.ts'
import { bad, ok } from './finding.ts'

const configOf = (env: Readonly<Record<string, string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const loaded = loadConfig({ DATA_DIR: folder, ...env }, { cwd: folder })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.config
}
const only = (area: string) => CHECKS.filter((check) => check.area === area)
const noFault = (error: unknown) => {
  throw error
}

test('a check that hangs or breaks hides no other', async () => {
  const onFault = vi.fn()
  const found = await examine({
    config: configOf(),
    limitMs: 50,
    onFault,
    checks: [
      { area: 'cache', run: () => new Promise(() => undefined) },
      {
        area: 'broker',
        run: async () => {
          throw new Error('hunter2')
        },
      },
      { area: 'clock', run: async () => [ok('clock', 'right')] },
    ],
  })
  expect(found.map(({ area, level }) => [area, level])).toEqual([
    ['cache', 'bad'],
    ['broker', 'bad'],
    ['clock', 'ok'],
  ])
  expect(found[0]?.message).toContain('0.05 seconds')
  expect(JSON.stringify(found)).not.toContain('hunter2')
  expect(onFault).toHaveBeenCalledOnce()
})

test('a mail server that is away is told with what to do, and without its password', async () => {
  const config = configOf({
    SMTP_URL: 'smtp://ada:hunter2@127.0.0.1:1',
    MAIL_FROM: 'Latchkey <no-reply@mail.example.com>',
  })
  const found = await examine({ config, limitMs: 5000, onFault: noFault, checks: only('mail') })
  expect(found).toEqual([
    {
      area: 'mail',
      ...bad('mail', expect.stringContaining('ECONNREFUSED'), expect.stringContaining('SMTP_URL')),
    },
  ])
  expect(JSON.stringify(found)).not.toContain('hunter2')
})

test('a sound database is told as such, and one that is damaged as damaged', async () => {
  const config = configOf()
  await migrateUp(config.database)
  const look = () =>
    examine({ config, limitMs: 10_000, onFault: noFault, checks: only('database') })
  expect((await look()).map(({ about, level }) => [about, level])).toEqual([
    ['database', 'ok'],
    ['migrations', 'ok'],
    ['disk', expect.anything()],
    ['settings', 'ok'],
  ])
  writeFileSync(config.database, 'no database at all, but long enough to be read as one'.repeat(99))
  expect((await look())[0]).toMatchObject({ about: 'database', level: 'bad' })
})

test('an answer given in time is not waited for any longer', async () => {
  const start = performance.now()
  const checks = [{ area: 'clock' as const, run: () => pause(5, [ok('clock', 'right')]) }]
  await examine({ config: configOf(), limitMs: 5000, onFault: noFault, checks })
  expect(performance.now() - start).toBeLessThan(2000)
})
