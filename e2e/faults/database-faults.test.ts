import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { anAccount } from '../account.ts'
import { latchkey } from '../process.ts'
import type { Answer } from '../request.ts'
import { aFolder, freePort, startServer } from '../server.ts'
import { giveAway, startConfined } from './confined-server.ts'
import { readNumber } from './database-file.ts'

const aFolderForNow = (): string => {
  const folder = aFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a start says that cannot go on. */
const refusedStart = async (dataDir: string, env: Readonly<Record<string, string>> = {}) => {
  const PORT = String(await freePort())
  const started = await latchkey(['start'], {
    env: { DATA_DIR: dataDir, PORT, ...env },
    cwd: dataDir,
  })
  return { code: started.code, lines: started.output.trim().split('\n') }
}

/** 503 with the time to wait is an honest answer of a server whose database cannot be written. */
const isHonest = ({ status, headers, body }: Answer): boolean =>
  status < 500 ||
  (status === 503 && body.code === 'unavailable' && Number(headers['retry-after']) >= 1)

test('a database that is not there is made, with the folder of its data', async () => {
  const dataDir = join(aFolderForNow(), 'not', 'there', 'yet')
  const server = await startServer({ env: { DATA_DIR: dataDir } })
  await server.stop()
  expect(existsSync(join(dataDir, 'latchkey.db'))).toBe(true)
})

test('a database in a folder that is not there is refused in one line that names the folder', async () => {
  const folder = aFolderForNow()
  const file = join(folder, 'nowhere', 'latchkey.db')
  const { code, lines } = await refusedStart(folder, { DATABASE_URL: `sqlite:${file}` })
  expect(code).toBe(1)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/nowhere does not exist: create the folder/)
})

test.each(['no database at all', 'a database with a broken page'])(
  '%s is refused in one line that says so, and left as it is',
  async (kind) => {
    const dataDir = aFolderForNow()
    const file = join(dataDir, 'latchkey.db')
    if (kind === 'no database at all') writeFileSync(file, 'Dear diary, '.repeat(1_000))
    else {
      await (await startServer({ dataDir })).stop()
      writeFileSync(file, readFileSync(file).fill(0xa5, 100, 4_096))
    }
    const before = readFileSync(file)
    const { code, lines } = await refusedStart(dataDir)
    expect(code).toBe(1)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/latchkey\.db cannot be used because it is damaged or no SQLite/)
    expect(readFileSync(file).equals(before)).toBe(true)
  },
)

test.each(['file', 'folder'])(
  'a read-only %s is refused in one line that says so',
  async (what) => {
    const dataDir = aFolderForNow()
    await (await startServer({ dataDir })).stop()
    giveAway(dataDir)
    chmodSync(what === 'file' ? join(dataDir, 'latchkey.db') : dataDir, 0o555)
    const server = await startConfined({ dataDir })
    expect(await server.exit).toBe(1)
    chmodSync(dataDir, 0o755)
    const lines = server.output().trim().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/may not write to it or its folder: make both writable/)
  },
)

test('when the disk is full every write answers 503, reads go on, and what was acknowledged stays', async () => {
  const dataDir = aFolderForNow()
  const ada = await startServer({ dataDir }).then(async (server) => {
    const account = await anAccount(server)
    await server.stop()
    return account
  })
  giveAway(dataDir)
  const full = await startConfined({ dataDir, maxFileBlocks: 800 })
  const answers: Answer[] = []
  while (answers.length < 500 && answers.at(-1)?.status !== 503)
    answers.push(await full.post('/api/auth/forgot-password', { email: ada.email }))
  const acknowledged = answers.filter(({ status }) => status === 202).length
  expect(acknowledged).toBeGreaterThan(0)
  expect(answers.at(-1)?.status).toBe(503)
  expect(answers.filter((answer) => !isHonest(answer))).toEqual([])
  expect((await full.get('/api/health/live')).status).toBe(200)
  expect((await full.get('/.well-known/jwks.json')).status).toBe(200)
  await full.kill()

  const server = await startServer({ dataDir })
  onTestFinished(async () => void (await server.kill()))
  const kept = `select count(*) from messages where template = 'reset_password'`
  expect(readNumber(join(dataDir, 'latchkey.db'), kept)).toBe(acknowledged)
  const again = await server.post('/api/auth/refresh-token', { refreshToken: ada.refreshToken })
  expect(again.status).toBe(200)
})

test('a start on a full disk is refused in one line that says so', async () => {
  const dataDir = aFolderForNow()
  giveAway(dataDir)
  const server = await startConfined({ dataDir, maxFileBlocks: 16 })
  expect(await server.exit).toBe(1)
  const lines = server.output().trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/disk is full or failing|cannot be written/)
})
