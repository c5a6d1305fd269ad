import { mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { damageOf } from './damage.ts'
import { DatabaseProblem } from './problems.ts'

const PAGE = 4096

const aFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-damage-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'latchkey.db')
}
const aDatabase = (): string => {
  const file = aFile()
  const made = new Sqlite(file)
  made.exec('create table words (word text)')
  const many = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)'
  made.exec(`${many} insert into words select printf('%0100d', i) from n`)
  made.close()
  return file
}

test('a sound file has no damage', async () => {
  expect(await damageOf(aDatabase())).toBeNull()
})

test('a page that was written over is found', async () => {
  const file = aDatabase()
  writeSync(openSync(file, 'r+'), Buffer.alloc(PAGE, 0x77), 0, PAGE, 3 * PAGE)
  expect(await damageOf(file)).toMatch(/page|tree/i)
})

test('what is no database at all is a problem for an operator', async () => {
  const file = aFile()
  writeFileSync(file, 'no database '.repeat(500))
  await expect(damageOf(file)).rejects.toThrow(DatabaseProblem)
})
