import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import type { Mail, MailSender } from '@latchkey/core'

/** A mail that the development server "sent". */
export interface KeptMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** ISO 8601. */
  readonly sentAt: string
}

export interface DevMailbox extends MailSender {
  /** The kept mails, newest first; with `to` only those to that address, whatever its case. */
  list(filter?: { readonly to?: string | undefined }): readonly KeptMail[]
}

const KEPT = 500
const MAX_LINES = 1_000
const OWNER_ONLY = 0o600

/**
 * Keeps mails in a file instead of sending them: one line of JSON each, so that they survive a
 * restart or `kill -9` of a development server. Its folder must exist. Never for production:
 * codes and links stand in it as they are.
 *
 * File access is synchronous: a line is whole before the mail counts as sent, and two never mix.
 */
export const devMailbox = ({
  file,
  now = () => new Date(),
}: {
  readonly file: string
  readonly now?: () => Date
}): DevMailbox => {
  const stored = readLines(file)
  let lines = stored.lines
  const kept = new Map<string, KeptMail>()
  const keep = (mail: KeptMail) => {
    if (kept.has(mail.id)) return
    kept.set(mail.id, mail)
    for (const id of kept.keys()) if (kept.size > KEPT) kept.delete(id)
  }
  for (const mail of stored.mails) keep(mail)
  if (stored.isTorn || lines > MAX_LINES) lines = rewrite(file, kept)
  let seen = versionOf(file)
  /** Another server on the same folder writes to the same file. */
  const catchUp = () => {
    if (seen === versionOf(file)) return
    for (const mail of readLines(file).mails) keep(mail)
    seen = versionOf(file)
  }

  return {
    send: async (mail) => {
      if (kept.has(mail.id)) return { kind: 'sent' }
      const entry = keptMail(mail, now())
      try {
        catchUp()
        appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: OWNER_ONLY })
        keep(entry)
        if (++lines > MAX_LINES) lines = rewrite(file, kept)
        else seen = versionOf(file)
        return { kind: 'sent' }
      } catch (error) {
        return { kind: 'unreachable', reason: `the dev mailbox cannot be written${code(error)}` }
      }
    },
    list: ({ to } = {}) => {
      catchUp()
      const wanted = to?.toLowerCase()
      const mails = [...kept.values()].reverse()
      return wanted === undefined ? mails : mails.filter((m) => m.to.toLowerCase() === wanted)
    },
    close: async () => {},
  }
}

const keptMail = ({ id, to, subject, text, html }: Mail, sentAt: Date): KeptMail => ({
  ...{ id, to, subject, text, html },
  sentAt: sentAt.toISOString(),
})

const readLines = (file: string) => {
  const content = readIfThere(file)
  const lines = content.split('\n').filter((line) => line !== '')
  return {
    lines: lines.length,
    mails: lines.flatMap((line) => parseMail(line) ?? []),
    // What is appended to half a line is lost with it.
    isTorn: content !== '' && !content.endsWith('\n'),
  }
}

const versionOf = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : ''
}

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (code(error) === ': ENOENT') return ''
    throw error
  }
}

const parseMail = (line: string): KeptMail | null => {
  try {
    const mail: unknown = JSON.parse(line)
    return isKeptMail(mail) ? mail : null
  } catch {
    return null
  }
}

const FIELDS = [
  'id',
  'to',
  'subject',
  'text',
  'html',
  'sentAt',
] as const satisfies readonly (keyof KeptMail)[]

const isKeptMail = (mail: unknown): mail is KeptMail =>
  typeof mail === 'object' &&
  mail !== null &&
  FIELDS.every((field) => typeof Object.getOwnPropertyDescriptor(mail, field)?.value === 'string')

/** Replaces the file by what is kept, whole or not at all; gives the number of its lines. */
const rewrite = (file: string, kept: ReadonlyMap<string, KeptMail>): number => {
  const lines = [...kept.values()].map((mail) => `${JSON.stringify(mail)}\n`)
  writeFileSync(`${file}.new`, lines.join(''), { mode: OWNER_ONLY })
  renameSync(`${file}.new`, file)
  return lines.length
}

const code = (error: unknown): string =>
  error instanceof Error && 'code' in error ? `: ${error.code}` : ''
