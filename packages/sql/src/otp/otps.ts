import { isSameCode, MAX_LIVE_CODES, type OtpStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { toOtpCodeRow, toOtpRequest, toOtpRequestRow } from './otp-row.ts'

/** Requests to sign in by mailed code in SQL; one that was answered is deleted. */
export const sqlOtps = ({ read, write }: Connections): OtpStore => ({
  add: (request) =>
    atomically({ write }, async (transaction) => {
      await transaction.insertInto('otp_requests').values(toOtpRequestRow(request)).execute()
      const codes = request.codes.map((code) => toOtpCodeRow(request.id, code))
      await transaction.insertInto('otp_codes').values(codes).execute()
    }),

  find: async (id, now) => {
    const codes = await liveCodes(read, id, now).execute()
    if (codes.length === 0) return null
    const row = await read
      .selectFrom('otp_requests')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? toOtpRequest(row, codes) : null
  },

  addCode: (id, code, maxTries, now) =>
    atomically({ write }, async (transaction) => {
      const end = toInstant(code.expiresAt)
      const prolonged = await transaction
        .updateTable('otp_requests')
        .set((eb) => ({
          expires_at: eb
            .case()
            .when('expires_at', '>', end)
            .then(eb.ref('expires_at'))
            .else(end)
            .end(),
        }))
        .where('id', '=', id)
        .where('wrong_tries', '<', maxTries)
        .where('expires_at', '>', toInstant(now))
        .executeTakeFirst()
      if (prolonged.numUpdatedRows !== 1n) return false
      await transaction.insertInto('otp_codes').values(toOtpCodeRow(id, code)).execute()
      return true
    }),

  guess: (id, hash, maxTries, now) =>
    atomically({ write }, async (transaction) => {
      // Locks the request, so that whatever is done to it meanwhile waits for the verdict.
      const tried = await transaction
        .updateTable('otp_requests')
        .set((eb) => ({ wrong_tries: eb('wrong_tries', '+', 1) }))
        .where('id', '=', id)
        .where('wrong_tries', '<', maxTries)
        .where('expires_at', '>', toInstant(now))
        .executeTakeFirst()
      if (tried.numUpdatedRows !== 1n) return 'spent'
      const codes = await liveCodes(transaction, id, now).execute()
      if (!codes.some((code) => isSameCode(code.code_hash, hash))) return 'wrong'
      await transaction.deleteFrom('otp_requests').where('id', '=', id).execute()
      return 'right'
    }),
})

/** The newest codes of a request that have not expired. */
const liveCodes = (connection: Kysely<Schema>, requestId: string, now: Date) =>
  connection
    .selectFrom('otp_codes')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('expires_at', '>', toInstant(now))
    .orderBy('expires_at', 'desc')
    .limit(MAX_LIVE_CODES)
