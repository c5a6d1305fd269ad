import { loadConfig, processEnvironment } from '@latchkey/process'
import { CHECKS } from '../doctor/checks.ts'
import { clockFindings } from '../doctor/clock-findings.ts'
import { bad, type Finding, note } from '../doctor/finding.ts'
import { say } from './console.ts'

const MARKS = { ok: '✓', note: '!', bad: '✗' } as const

/** `latchkey doctor`: checks configuration, database, Redis, broker, mail, web app and clock, and says what to do. */
export const doctor = async (): Promise<void> => {
  const findings: Finding[] = []
  const loaded = loadConfig(processEnvironment(), { cwd: process.cwd() })
  if (loaded.ok) {
    for (const { run } of CHECKS) findings.push(...(await run(loaded.config, null)))
  } else {
    for (const { name, message } of loaded.problems) findings.push(bad(name, message))
    for (const { name, message } of loaded.warnings) findings.push(note(name, message))
    findings.push(...clockFindings(new Date()))
  }
  for (const { level, about, message, mend } of findings)
    say(`${MARKS[level]} ${about}: ${[message, mend].filter(Boolean).join('; ')}`)
  const count = (level: Finding['level']) => findings.filter((f) => f.level === level).length
  const [broken, notes] = [count('bad'), count('note')]
  const fine = notes > 0 ? `Nothing to mend; ${notes} to know.` : 'Everything works.'
  say(broken > 0 ? `\n${broken} to mend.` : `\n${fine}`)
  process.exitCode = broken === 0 ? 0 : 1
}
