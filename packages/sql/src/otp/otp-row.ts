import type { OtpCode, OtpRequest } from '@latchkey/core'
import { toDate, toInstant } from '../shared/columns.ts'
import type { OtpCodeRow, OtpRequestRow } from './otp-rows.ts'

/** A request ends with the last of its codes. */
export const toOtpRequestRow = (request: OtpRequest): OtpRequestRow => ({
  id: request.id,
  email: request.email,
  email_canonical: request.emailCanonical,
  user_id: request.userId,
  locale: request.locale,
  request_hash: request.requestHash,
  wrong_tries: request.wrongTries,
  created_at: toInstant(request.createdAt),
  expires_at: Math.max(...request.codes.map(({ expiresAt }) => toInstant(expiresAt))),
})

export const toOtpCodeRow = (requestId: string, code: OtpCode): OtpCodeRow => ({
  id: code.id,
  request_id: requestId,
  code_hash: code.hash,
  expires_at: toInstant(code.expiresAt),
})

export const toOtpRequest = (row: OtpRequestRow, codes: readonly OtpCodeRow[]): OtpRequest => ({
  id: row.id,
  email: row.email,
  emailCanonical: row.email_canonical,
  userId: row.user_id,
  locale: row.locale,
  requestHash: row.request_hash,
  codes: codes.map(({ id, code_hash: hash, expires_at }) => ({
    id,
    hash,
    expiresAt: toDate(expires_at),
  })),
  wrongTries: row.wrong_tries,
  createdAt: toDate(row.created_at),
})
