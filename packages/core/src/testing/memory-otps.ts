import { isSameCode, MAX_LIVE_CODES, type OtpRequest } from '../otp/otp-request.ts'
import type { OtpStore } from '../otp/otp-store.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryOtps = ({
  otpRequests: requests,
}: Pick<MemoryTables, 'otpRequests'>): OtpStore => {
  const open = (id: string, now: Date): OtpRequest | null => {
    const request = requests.get(id)
    const codes = request?.codes.filter(({ expiresAt }) => expiresAt > now) ?? []
    return request && codes.length > 0 ? { ...request, codes } : null
  }
  return {
    add: async (request) => {
      requests.set(request.id, request)
    },
    find: async (id, now) => {
      const request = open(id, now)
      return request && { ...request, codes: request.codes.slice(0, MAX_LIVE_CODES) }
    },
    addCode: async (id, code, maxTries, now) => {
      const request = open(id, now)
      if (!request || request.wrongTries >= maxTries) return false
      requests.set(id, { ...request, codes: [code, ...request.codes] })
      return true
    },
    guess: async (id, hash, maxTries, now) => {
      const request = open(id, now)
      if (!request || request.wrongTries >= maxTries) return 'spent'
      const live = request.codes.slice(0, MAX_LIVE_CODES)
      if (live.some((code) => isSameCode(code.hash, hash))) {
        requests.delete(id)
        return 'right'
      }
      requests.set(id, { ...request, wrongTries: request.wrongTries + 1 })
      return 'wrong'
    },
  }
}
