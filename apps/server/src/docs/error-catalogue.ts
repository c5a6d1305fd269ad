import { PROBLEM_CODES, type ProblemCode } from '@latchkey/contract'
import {
  changeRolesProblems,
  inviteProblems,
  roleProblems,
  sendResetProblems,
  setUpProblems,
  withdrawProblems,
} from '../access/access.problems.ts'
import { PROBLEMS } from '../http/problem-texts.ts'
import { retryProblems } from '../mail/mail.problems.ts'
import { otpProblems } from '../otp/otp.problems.ts'
import { resetProblems, VIOLATIONS } from '../password/password.problems.ts'
import { reauthenticationProblems } from '../password/reauthentication.problems.ts'
import { registerProblems, verifyProblems } from '../registration/registration.problems.ts'
import { loginProblems, refreshProblems } from '../session/session.problems.ts'
import { logoProblems } from '../settings/brand.problems.ts'
import { settingProblems } from '../settings/settings.problems.ts'
import { avatarProblems } from '../user/avatar.problems.ts'
import { emailChangeProblems } from '../user/email-change.problems.ts'
import { ERROR_TEXT } from './error-text.ts'

/** The refusal tables, by the call that refuses. */
const TABLES: Readonly<Record<string, Readonly<Record<string, ProblemCode>>>> = {
  'POST /api/auth/register': registerProblems,
  'POST /api/auth/verify-email': verifyProblems,
  'POST /api/auth/login': loginProblems,
  'POST /api/auth/refresh-token': refreshProblems,
  'POST /api/auth/verify-otp': otpProblems,
  'POST /api/auth/reset-password': resetProblems,
  'PUT /api/users/me/avatar': avatarProblems,
  'POST /api/users/me/email/confirm': emailChangeProblems,
  'POST /api/users/me/password': reauthenticationProblems,
  'POST /api/setup': setUpProblems,
  'PUT /api/admin/users/{id}/roles': changeRolesProblems,
  'POST /api/admin/users/{id}/send-reset': sendResetProblems,
  'POST /api/admin/users': inviteProblems,
  'DELETE /api/admin/invitations/{id}': withdrawProblems,
  'PATCH /api/admin/roles/{name}': roleProblems,
  'PUT /api/admin/settings/{key}': settingProblems,
  'PUT /api/admin/brand/logo': logoProblems,
  'POST /api/admin/mail/{id}/retry': retryProblems,
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const code = (text: string): string => `\`${text}\``

const reasonRows = (): string[][] =>
  Object.entries(TABLES).flatMap(([call, reasons]) =>
    Object.entries(reasons).map(([reason, problem]) => [code(call), code(reason), code(problem)]),
  )

const reasonsOf = (problem: ProblemCode): string => {
  const reasons = Object.values(TABLES).flatMap((reasons) =>
    Object.entries(reasons).flatMap(([reason, given]) => (given === problem ? [reason] : [])),
  )
  return [...new Set(reasons)].map(code).join(', ')
}

const codeRows = (): string[][] =>
  PROBLEM_CODES.map((problem) => [
    code(problem),
    String(PROBLEMS[problem][0]),
    PROBLEMS[problem][1],
    ERROR_TEXT[problem].when,
    ERROR_TEXT[problem].remedy,
    reasonsOf(problem),
  ])

/** docs/errors.md: every public code, when it is given, and which refusals of core lead to it. */
export const errorCatalogue = (): string => `# Errors

Written by \`npm run gen\` from the refusal tables; do not edit.

Every failure is \`application/problem+json\` (RFC 9457). Branch on \`code\`: it is stable, the texts are not. \`requestId\` names the line of the log and the event of the audit log that know more.

## Codes

${table(['code', 'status', 'text', 'when', 'what to do', 'internal reasons'], codeRows())}

## Refused passwords

\`validation_failed\` with the \`path\` of the password and one of these as \`errors[].code\`:

${table(
  ['code', 'the password …'],
  Object.entries(VIOLATIONS).map(([violation, meaning]) => [code(violation), meaning]),
)}

## Internal reasons

The audit log keeps the precise reason. The caller sees the public code alone, so that an answer never tells who has an account.

${table(['call', 'reason', 'public code'], reasonRows())}
`
