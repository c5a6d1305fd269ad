import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FILES = globSync('{apps,packages}/*/src/**/*.{ts,tsx,mjs,js}', {
  cwd: ROOT,
  exclude: ['**/*.test.{ts,tsx}', '**/testing/**'],
}).map((path) => path.replaceAll('\\', '/'))
const SOURCES = FILES.map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }))

/** The files in which something stands, by name. */
const filesWith = (what: RegExp): string[] =>
  SOURCES.filter(({ text }) => what.test(text)).map(({ path }) => path.replace(/^.*\//, ''))

/** What a pattern catches in any file, each once. */
const found = (what: RegExp): string[] => [
  ...new Set(SOURCES.flatMap(({ text }) => [...text.matchAll(what)].map(([, it = '']) => it))),
]

describe('the sources of what ships', () => {
  const web = SOURCES.filter(({ path }) => /^(?:apps\/web|packages\/client)\//.test(path))
  const webFilesWith = (what: RegExp): string[] =>
    web.filter(({ text }) => what.test(text)).map(({ path }) => path.replace(/^.*\//, ''))

  test('are read', () => {
    expect(FILES.length).toBeGreaterThan(300)
  })

  test('secrets come from the generator of node:crypto, and no UUID is one', () => {
    const ids = ['access-token.ts', 'app.ts', 'garbage.ts']
    expect(filesWith(/\brandomUUID\(/).sort()).toEqual(ids)
    for (const { path, text } of SOURCES)
      if (/Math\.random\b/.test(text)) expect(text, path).not.toMatch(/secret|token|password/i)
    expect(filesWith(/\brandom(?:Bytes|Int)\(/)).toEqual(
      filesWith(/import \{[^}]*\brandom(?:Bytes|Int)\b[^}]*\} from 'node:crypto'/),
    )
  })

  test('the cryptography of the server is that of node:crypto and bcrypt, by these algorithms', () => {
    expect(filesWith(/\bcreate(?:C|Dec)ipheriv\('aes-256-gcm'/)).toEqual(['sealer.ts'])
    // How Firebase hashes a password; nothing is encrypted by it.
    expect(filesWith(/\bcreate(?:C|Dec)ipheriv\('(?!aes-256-gcm)/)).toEqual(['foreign-check.mjs'])
    expect(found(/\b(?:createHash|createHmac|hash|sign|verify)\('(\w+\d)'/g).sort()).toEqual([
      'sha1',
      'sha256',
      'sha384',
    ])
    // The format of the list of breached passwords; PBKDF2 of other programs, until the next sign-in.
    expect(filesWith(/'sha1'/).sort()).toEqual(['breached-passwords.ts', 'foreign-formats.ts'])
    expect(filesWith(/\bgenerateKeyPair\w*\('(?!ec')/)).toEqual([])
    expect(filesWith(/from 'bcrypt'/)).toEqual(['bcrypt-worker.mjs'])
    expect(
      filesWith(/from '(?:bcryptjs|crypto-js|node-forge|tweetnacl|jsonwebtoken|md5)'/),
    ).toEqual([])
  })

  test('secrets are compared in constant time', () => {
    for (const file of ['device-token.ts', 'introspect.route.ts', 'opaque-token.ts'])
      expect(filesWith(/\btimingSafeEqual\(/)).toContain(file)
    expect(filesWith(/\btimingSafeEqual\(/)).toContain('short-codes.ts')
  })

  test('every statement is built with its values apart: no text becomes SQL', () => {
    expect(filesWith(/\bsql\.raw\(/)).toEqual([])
    expect(filesWith(/CompiledQuery\.raw\((?!')/)).toEqual([])
    expect(filesWith(/\.(?:exec|prepare)\(`[^`]*\$\{/)).toEqual([])
  })

  test('no request starts a program: only the tools of backups are programs', () => {
    expect(filesWith(/node:child_process/)).toEqual(['tool.ts'])
  })

  test('no text becomes code', () => {
    expect(filesWith(/(?<![.\w])eval\(|\bnew Function\(|node:vm\b/)).toEqual([])
    expect(filesWith(/\bset(?:Timeout|Interval)\(\s*['"`]/)).toEqual([])
  })

  test('a pattern is made of constants or of what was escaped', () => {
    expect(filesWith(/\bnew RegExp\(/).sort()).toEqual([
      'dialect-mysql.ts',
      'email-address.ts',
      'firebase-parameters.ts',
      'not-found.ts',
      'server-errors.ts',
    ])
  })

  test('no pattern that meets input repeats what is repeated', () => {
    const patterns = found(/(?<=[=(,:&|]\s*)\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/[a-z]*/g)
    expect(patterns.length).toBeGreaterThan(50)
    const repeated = (pattern: string) => /\((?:\?:)?[^()|]*[+*]\)[+*]/.test(pattern)
    expect(patterns.filter(repeated)).toEqual([])
  })

  test('nothing that a caller says leads the server to another one', () => {
    const servers = SOURCES.filter(({ path }) => !/static|packages\/client|apps\/web/.test(path))
    const calling = servers.filter(({ text }) => /(?<![.\w])(?:fetch|https?\.request)\(/.test(text))
    expect(calling.map(({ path }) => path)).toEqual([])
    expect(filesWith(/\bnew (?:Resend|Redis)\(|\bcreateTransport\(/).sort()).toEqual([
      'redis-once.ts',
      'redis.ts',
      'resend-sender.ts',
      'smtp-sender.ts',
    ])
  })

  test('a line of the log has a constant text, or one made of settings and names of ours', () => {
    expect(filesWith(/\blog\.\w+\((?:[^)`]*, )?`[^`]*\$\{/).sort()).toEqual([
      'connection.ts',
      'housekeeping.ts',
      'main.ts',
      'serve.ts',
      'tell-of-settings.ts',
      'when-database-answers.ts',
    ])
  })

  test('no page talks to another window', () => {
    const pages = SOURCES.filter(({ path }) => path.includes('/static/'))
    expect(pages.length).toBeGreaterThan(1)
    for (const { path, text } of [...pages, ...web])
      expect(text, path).not.toMatch(
        /(?:window|parent|opener|top)\.postMessage|window\.(?:open|opener)/,
      )
    // Tabs of one origin talk through a channel that no other origin hears.
    expect(webFilesWith(/postMessage|'message'/)).toEqual(['tabs.ts'])
    for (const { path, text } of pages) expect(text, path).not.toMatch(/postMessage|'message'/)
  })

  test('no source of the web app reads a cookie, keeps more than looks and an address that awaits its mail, or writes HTML', () => {
    expect(web.length).toBeGreaterThan(40)
    expect(webFilesWith(/document\.cookie|cookieStore|indexedDB|\bcaches\b/)).toEqual([])
    // Where a mail went that somebody waits for who has not signed in; see ADR 0055.
    expect(webFilesWith(/sessionStorage/)).toEqual(['mailed-to.ts'])
    // Looks, language, and when a tab last renewed the session or somebody signed in or out.
    expect(webFilesWith(/localStorage/).sort()).toEqual(['language.ts', 'tabs.ts', 'theme.ts'])
    expect(webFilesWith(/(?:inner|outer)HTML|InnerHTML|insertAdjacent|document\.write/)).toEqual([])
    // Calls go through the client; examples for programs of others are texts.
    const app = web.filter(({ path }) => /^apps\/web\/(?!.*\/snippets\.ts$)/.test(path))
    for (const { path, text } of app)
      expect(text, path).not.toMatch(/accessToken|refreshToken|(?<![.\w])fetch\(/)
  })

  test('the web app judges addresses, names and passwords by the rules of the server alone', () => {
    expect(webFilesWith(/from '@latchkey\/core\/rules'/)).toContain('new-password-field.tsx')
    for (const { path, text } of web)
      expect(text, path).not.toMatch(/\/[^/\n]*(?:A-Z|@)[^/\n]*\/\w*\.test/)
  })

  test('nothing that ships imports a test or what tests are made of', () => {
    expect(filesWith(/(?:from|import\() ?'[^']*(?:\/testing\/|\/testing'|\.test\.)/)).toEqual([])
  })
})
