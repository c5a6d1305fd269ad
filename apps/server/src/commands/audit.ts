import { confirm } from '@clack/prompts'
import { auditEvent } from '@latchkey/core'
import { type Config, keyring } from '@latchkey/process'
import {
  type AuditReport,
  auditKeys,
  createSealer,
  migrateUp,
  migrationStatus,
  openDatabase,
  restartChain,
  verifyAuditLog,
} from '@latchkey/sql'
import { openInstallation } from '../installation.ts'
import { configOrExit, fail, orExplain, say } from './console.ts'

/** `latchkey audit verify`: says what is in the audit log; exit code 1 when it was tampered with. */
export const verifyAudit = (options: { readonly checkpoint?: string }): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    const anchor = options.checkpoint === undefined ? null : readAnchor(options.checkpoint)
    const missing = (await migrationStatus(config.database)).find(({ appliedAt }) => !appliedAt)
    if (missing)
      fail('the database is of a former version: start a server, or: latchkey migrate up')
    const database = await openDatabase({ location: config.database })
    try {
      const report = await verifyAuditLog(database, keysOf(config), { now: new Date(), anchor })
      for (const line of described(report)) say(line)
      if (report.finding) process.exitCode = 1
    } finally {
      await database.close()
    }
  })

/** `latchkey audit restart`: a new chain with the events as they are. */
export const restartAudit = (options: { readonly yes?: true }): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    if (!options.yes) await confirmed()
    await migrateUp(config.database)
    const now = new Date()
    const events = await restartChain(config.database, keysOf(config), now)
    const { storage, secrets, close } = await openInstallation(config)
    const act = {
      action: 'sys_audit_restarted',
      resource: 'audit_log',
      metadata: { events },
    } as const
    await storage.stores.audit.record(auditEvent(secrets.newId(), now, null, act))
    await close()
    say(`A new chain begins. Nobody vouches for the ${events} events that were there before it.`)
  })

const keysOf = ({ secrets }: Config) => auditKeys(createSealer(keyring(secrets).keys('audit')))

const readAnchor = (text: string) => {
  const [, sequence, digest] = /^(\d{1,15}):([0-9a-f]{8}\.[\w-]{43})$/.exec(text) ?? []
  if (sequence === undefined || digest === undefined)
    return fail('a checkpoint is a number, a colon and a digest, as the log of a server has it')
  return { sequence: Number(sequence), digest }
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

const described = (report: AuditReport): readonly string[] => {
  const { events, checkpoints, unmarked, erased, waiting, finding } = report
  const seen = `${counted(events, 'event')} and ${counted(checkpoints, 'checkpoint')}`
  if (finding)
    return [
      `The audit log was tampered with. ${nameOf(finding)} ${finding.what}.`,
      `Before it ${seen} are as they were written.`,
    ]
  return [
    `${seen} are as they were written${events > 0 ? `, from number ${report.from} to ${report.to}` : ''}.`,
    ...(unmarked > 0
      ? [
          `${counted(unmarked, 'event')} of these were there before the chain: nobody vouches for them.`,
        ]
      : []),
    ...(erased > 0
      ? [`${counted(erased, 'event')} of these were about persons who were erased.`]
      : []),
    ...(waiting > 0 ? [`${counted(waiting, 'event')} wait to be linked.`] : []),
  ]
}

const nameOf = ({ sequence, eventId, at }: NonNullable<AuditReport['finding']>): string => {
  const place = sequence === null ? '' : `number ${sequence}`
  if (eventId === null) return sequence === null ? 'In it' : `At ${place}`
  const when = at && !Number.isNaN(at.getTime()) ? ` of ${at.toISOString()}` : ''
  return `Event ${eventId}${when}${place && ` (${place})`}`
}

const confirmed = async (): Promise<void> => {
  if (!process.stdin.isTTY)
    fail('this gives up the proof that old events are unchanged: add --yes. Nothing was changed')
  const question = 'Give up the proof that the events until now are unchanged?'
  const answer = await confirm({ message: question, initialValue: false })
  if (answer !== true) fail('nothing was changed')
}
