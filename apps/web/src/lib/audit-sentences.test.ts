import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AUDIT_ACTIONS, AUDIT_REASONS } from '@latchkey/core/rules'
import { expect, test } from 'vitest'
import { kindOf, type ToldEvent } from './audit-sentences.ts'

interface Sentences {
  readonly done: Readonly<Record<string, string>>
  readonly why: Readonly<Record<string, string>>
  readonly mend: Readonly<Record<string, string>>
  readonly kind: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const read = (language: string): Sentences =>
  JSON.parse(readFileSync(join(import.meta.dirname, `sentences.${language}.json`), 'utf8'))

test.each(['en', 'de', 'fr'])(
  'every action and every reason has its sentence in %s',
  (language) => {
    const { done, why, mend, kind } = read(language)
    expect(Object.keys(done).sort()).toEqual([...AUDIT_ACTIONS].sort())
    expect(Object.keys(why).sort()).toEqual([...AUDIT_REASONS].sort())
    expect(Object.keys(mend).sort()).toEqual([...AUDIT_REASONS].sort())
    expect(AUDIT_ACTIONS).toEqual(expect.arrayContaining(Object.keys(kind)))
    // They are put together: “what: why.”
    for (const text of [...Object.values(done), ...Object.values(why)])
      expect(text).not.toMatch(/[.:]$/)
    for (const text of Object.values(mend)) expect(text).toMatch(/\.$/)
  },
)

const event: ToldEvent = {
  action: 'authn_login_success',
  resource: 'session',
  success: true,
  code: null,
  byOther: false,
}

test.each([
  [{ metadata: { amr: ['otp'] } }, 'otp'],
  [{}, ''],
  [{ action: 'authn_token_revoked', metadata: { reason: 'logout_all' } }, 'logout_all'],
  [{ action: 'authn_login_lock', metadata: { isDisabled: true } }, 'disabled'],
  [{ action: 'authn_login_lock', metadata: { isDisabled: false } }, ''],
  [{ action: 'authz_fail', resource: 'role', byOther: true }, 'role'],
  [{ action: 'user_updated', byOther: true }, 'administrator'],
  [{ action: 'user_created', metadata: { importId: 'i' } }, 'import'],
])('%o is told as “%s”', (part, kind) => {
  expect(kindOf({ ...event, ...part })).toBe(kind)
})
