import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { atMost, rounded } from '../report/row.ts'
import type { Figure } from './figure.ts'

const CLI = fileURLToPath(new URL('../../apps/server/src/cli.ts', import.meta.url))
const PROMISED_USERS = 1_000_000
const PROMISED_MINUTES = 10
const MEMORY_MS = 250
const HASH = '$2b$10$TXzJ2DFqY/y4.ayPwihNie3OoIbnZ06CmJyJTZXcTt3s3jfdieTdK'

/** A CSV of so many people, as wide as a real one. */
const writePeople = async (file: string, count: number): Promise<void> => {
  const lines = function* () {
    yield 'email,emailVerified,firstName,lastName,phone,locale,createdAt,passwordHash\n'
    for (let n = 0; n < count; n++)
      yield `person.${n}@example.org,true,Ada,Lovelace,+44 20 7946 0000,en,2020-02-02T02:02:02Z,${HASH}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

interface Imported {
  readonly seconds: number
  /** The most that the process ever had, in MiB; Linux only. */
  readonly peakMiB: number
}

const importPeople = async (folder: string, file: string, location: string): Promise<Imported> => {
  const { PATH = '' } = process.env
  const env = { PATH, DATA_DIR: folder, DATABASE_URL: location, NODE_NO_WARNINGS: '1' }
  const begun = performance.now()
  const command = spawn(process.execPath, [CLI, 'users', 'import', file], { env, cwd: folder })
  let output = ''
  for (const stream of [command.stdout, command.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  let peakMiB = 0
  const memory = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(command.pid))
  }, MEMORY_MS)
  const [code] = await once(command, 'close')
  clearInterval(memory)
  if (code !== 0) throw new Error(`the import ended with ${code}:\n${output}`)
  return { seconds: (performance.now() - begun) / 1000, peakMiB }
}

const peakOf = (pid: number | undefined): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** `latchkey users import` on PostgreSQL, from the command to its end, the start included. */
export const importUsers: Figure = {
  name: 'import',
  async measure({ pace, onServer }) {
    const { location } = await onServer('import')
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-import-'))
    const file = join(folder, 'people.csv')
    await writePeople(file, pace.importedUsers)
    const { seconds, peakMiB } = await importPeople(folder, file, location)
    rmSync(folder, { recursive: true })
    const count = pace.importedUsers.toLocaleString('en')
    const minutes = (seconds * PROMISED_USERS) / pace.importedUsers / 60
    const isWhole = pace.importedUsers === PROMISED_USERS
    return [
      {
        figure: `users imported with password and audit event, ${count} of them`,
        ...{ ours: `${rounded(pace.importedUsers / seconds)}/s`, floor: '', ratio: '' },
        ...{ target: '', isMet: null },
      },
      {
        figure: `1,000,000 users${isWhole ? '' : ', at that rate'}`,
        ...atMost(minutes, PROMISED_MINUTES, 'min'),
      },
      { figure: `memory of the import at most, ${count} users`, ...atMost(peakMiB, 256, 'MiB') },
    ]
  },
}
