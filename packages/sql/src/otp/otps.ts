import { MAX_LIVE_CODES, type OtpStore } from '@latchkey/core'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { toOtpCodeRow, toOtpRequest, toOtpRequestRow } from './otp-row.ts'

/** Requests to sign in by mailed code in SQL; a consumed one is deleted. */
export const sqlOtps = ({ read, write }: Connections): OtpStore => ({
  add: (request) =>
    atomically({ write }, async (transaction) => {
      await transaction.insertInto('otp_requests').values(toOtpRequestRow(request)).execute()
      const codes = request.codes.map((code) => toOtpCodeRow(request.id, code))
      await transaction.insertInto('otp_codes').values(codes).execute()
    }),

  find: async (id, now) => {
    const codes = await read
      .selectFrom('otp_codes')
      .selectAll()
      .where('request_id', '=', id)
      .where('expires_at', '>', toInstant(now))
      .orderBy('expires_at', 'desc')
      .limit(MAX_LIVE_CODES)
      .execute()
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

  reserveTry: async (id, maxTries, now) => {
    const reserved = await write
      .updateTable('otp_requests')
      .set((eb) => ({ wrong_tries: eb('wrong_tries', '+', 1) }))
      .where('id', '=', id)
      .where('wrong_tries', '<', maxTries)
      .where('expires_at', '>', toInstant(now))
      .executeTakeFirst()
    return reserved.numUpdatedRows === 1n
  },

  consume: async (id) => {
    const taken = await write.deleteFrom('otp_requests').where('id', '=', id).executeTakeFirst()
    return taken.numDeletedRows === 1n
  },
})
