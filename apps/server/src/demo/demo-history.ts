import { type AuditEvent, auditEvent, type RequestOrigin, type User } from '@latchkey/core'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const HISTORY_DAYS = 30

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.4 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
] as const

/** A request to the sign-in from one of the networks for documentation (RFC 5737). */
export const demoOrigin = (n: number, at: Date, requestId: string): RequestOrigin => ({
  ipAddress: `${['192.0.2', '198.51.100', '203.0.113'][n % 3]}.${1 + ((n * 37) % 250)}`,
  userAgent: AGENTS[n % AGENTS.length] ?? AGENTS[0],
  requestId,
  method: 'POST',
  endpoint: '/api/auth/login',
  receivedAt: new Date(at.getTime() - 240),
})

/**
 * Sign-ins of the last thirty days, as many on each day as its place in the week has: most of them
 * right, some wrong, one in the middle a burst of guesses.
 */
export const demoHistory = (
  regulars: readonly Pick<User, 'id' | 'createdAt'>[],
  now: Date,
  newId: () => string,
): readonly AuditEvent[] => {
  const events: AuditEvent[] = []
  for (let day = HISTORY_DAYS - 1; day > 0; day--) {
    const midnight = Math.floor(now.getTime() / DAY_MS - day) * DAY_MS
    const isWeekend = [0, 6].includes(new Date(midnight).getUTCDay())
    const signIns = (isWeekend ? 6 : 18) + ((day * 7) % 5)
    const guesses = day === 11 ? 60 : 1 + (day % 4)
    for (let n = 0; n < signIns + guesses; n++) {
      const at = new Date(midnight + 6 * HOUR_MS + ((n * 977 + day * 131) % 900) * 60_000)
      const isRight = n < signIns
      const there = regulars.filter(({ createdAt }) => createdAt < at)
      const userId = isRight || n % 3 > 0 ? (there[(n + day) % there.length]?.id ?? null) : null
      const refusal = userId === null ? ('user_unknown' as const) : ('password_wrong' as const)
      const act = {
        action: isRight ? 'authn_login_success' : 'authn_login_fail',
        resource: 'session',
        userId,
        ...(isRight ? { metadata: { amr: ['pwd'] } } : { refusal }),
      } as const
      events.push(auditEvent(newId(), at, demoOrigin(n + day, at, newId()), act))
    }
  }
  return events
}
