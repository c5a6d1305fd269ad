import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { smtpSender } from '@latchkey/mail'
import {
  DatabaseProblem,
  DatabaseUnavailable,
  damageOf,
  isServerUrl,
  migrationStatus,
  shownUrl,
} from '@latchkey/sql'
import type { Config } from '../config/config.ts'
import { processEnvironment } from '../config/env.ts'
import { loadConfig } from '../config/load-config.ts'
import { say } from './console.ts'

/** What one check found: fine, worth knowing, or broken; with the mend when there is one. */
interface Finding {
  readonly level: 'ok' | 'note' | 'bad'
  readonly about: string
  readonly message: string
}

const ok = (about: string, message: string): Finding => ({ level: 'ok', about, message })
const note = (about: string, message: string): Finding => ({ level: 'note', about, message })
const bad = (about: string, message: string): Finding => ({ level: 'bad', about, message })

const MARKS = { ok: '✓', note: '!', bad: '✗' } as const
const MIN_FREE_BYTES = 200_000_000
/** No release of this software is older: a clock before it is wrong. */
const RELEASED_AT = Date.UTC(2026, 10, 1)

/** `latchkey doctor`: checks configuration, database, mail and clock, and says what to do. */
export const doctor = async (): Promise<void> => {
  const findings: Finding[] = []
  const loaded = loadConfig(processEnvironment(), { cwd: process.cwd() })
  if (loaded.ok) {
    findings.push(ok('configuration', `${loaded.config.production ? 'production' : 'development'}`))
    for (const { name, message } of loaded.config.warnings) findings.push(note(name, message))
    findings.push(...(await checkDatabase(loaded.config)))
    findings.push(await checkMail(loaded.config))
  } else {
    for (const { name, message } of loaded.problems) findings.push(bad(name, message))
    for (const { name, message } of loaded.warnings) findings.push(note(name, message))
  }
  findings.push(checkClock(new Date()))
  for (const { level, about, message } of findings) say(`${MARKS[level]} ${about}: ${message}`)
  const count = (level: Finding['level']) => findings.filter((f) => f.level === level).length
  const [broken, notes] = [count('bad'), count('note')]
  say(
    broken > 0
      ? `\n${broken} to mend.`
      : `\nEverything works${notes > 0 ? `; ${notes} to know` : ''}.`,
  )
  process.exitCode = broken === 0 ? 0 : 1
}

const checkDatabase = async (config: Config): Promise<Finding[]> => {
  const about = 'database'
  if (!isServerUrl(config.database) && !existsSync(config.database))
    return [note(about, `${config.database} does not exist yet; start makes it`)]
  try {
    const missing = (await migrationStatus(config.database)).filter((m) => !m.appliedAt)
    const { bavail, bsize } = await statfs(config.dataDir)
    return [
      await checkSoundness(config.database),
      missing.length === 0
        ? ok('migrations', 'all applied')
        : note(
            'migrations',
            `${missing.length} missing; start applies them, or latchkey migrate up`,
          ),
      bavail * bsize > MIN_FREE_BYTES
        ? ok('disk', `${Math.round((bavail * bsize) / 1e6)} MB free`)
        : bad('disk', 'less than 200 MB free; make room before writes begin to fail'),
    ]
  } catch (error) {
    if (error instanceof DatabaseProblem || error instanceof DatabaseUnavailable)
      return [bad(about, error.message)]
    throw error
  }
}

/** A file is read as a whole; a server looks after its own. */
const checkSoundness = async (database: string): Promise<Finding> => {
  if (isServerUrl(database)) return ok('database', shownUrl(database))
  const damage = await damageOf(database)
  return damage === null
    ? ok('database', database)
    : bad('database', `the file is damaged (${damage}); restore it from a backup`)
}

const checkMail = async ({ smtpUrl, mailFrom: from }: Config): Promise<Finding> => {
  if (smtpUrl === null)
    return note('mail', 'no SMTP_URL is set: mails are kept in the mailbox page and not sent')
  const sender = smtpSender({ url: smtpUrl, from })
  const result = await sender.verify()
  await sender.close()
  return result.ok ? ok('mail', 'the mail server accepts us') : bad('mail', result.reason)
}

const checkClock = (now: Date): Finding =>
  now.getTime() > RELEASED_AT
    ? ok('clock', now.toISOString())
    : bad('clock', `${now.toISOString()} is in the past; set the clock, best by NTP`)
