/**
 * @typedef {{ path: string, code: string, message: string }} FieldError
 * @typedef {object} Result What the API said.
 * @property {boolean} ok
 * @property {number} status 0 when nobody answered.
 * @property {Record<string, unknown>} answer The body; empty when it was no JSON.
 * @property {number} retryAfterSeconds 0 when the answer does not say.
 */

const TIMEOUT_MS = 60_000

/**
 * Sends one request. Tokens travel in cookies alone, so no script of this page ever sees one.
 * Never throws: nobody answering is a result too.
 *
 * @param {string} method
 * @param {string} path
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<Result>}
 */
export const call = async (method, path, body) => {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        'X-Token-Delivery': 'cookie',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = await response.json().catch(() => ({}))
    const retryAfterSeconds = Number(response.headers.get('Retry-After')) || 0
    return { ok: response.ok, status: response.status, answer, retryAfterSeconds }
  } catch {
    return { ok: false, status: 0, answer: {}, retryAfterSeconds: 0 }
  }
}

/**
 * Sends a request that needs a session. When the access token has ended it is renewed once, by one
 * tab for all of them: whoever had to wait for the lock finds the work done.
 *
 * @param {string} method
 * @param {string} path
 * @returns {Promise<Result>}
 */
export const callSignedIn = async (method, path) => {
  const first = await call(method, path)
  return first.status === 401 ? oneTabAtATime(() => call(method, path)) : first
}

const LOCK = 'latchkey-refresh'

/**
 * Browsers have locks on https and on localhost only; elsewhere the server's grace for two tabs
 * that renew at once must do.
 *
 * @param {() => Promise<Result>} repeat
 * @returns {Promise<Result>}
 */
const oneTabAtATime = (repeat) => {
  if (!navigator.locks) return renewAndRepeat(repeat)
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) =>
    lock ? renewAndRepeat(repeat) : afterTheOther(repeat),
  )
}

/** @param {() => Promise<Result>} repeat @returns {Promise<Result>} */
const afterTheOther = (repeat) =>
  navigator.locks.request(LOCK, async () => {
    const result = await repeat()
    return result.status === 401 ? renewAndRepeat(repeat) : result
  })

/** @param {() => Promise<Result>} repeat */
const renewAndRepeat = async (repeat) => {
  const renewed = await call('POST', '/api/auth/refresh-token')
  return renewed.ok ? repeat() : renewed
}

/**
 * A refusal as one sentence that says what to do.
 *
 * @param {Result} result
 */
export const sentenceFor = ({ status, answer, retryAfterSeconds }) => {
  if (status === 0) return 'The server cannot be reached. Check your connection and try again.'
  if (status === 429) return `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`
  if (status >= 502) return `The server is busy. Try again in ${inWords(retryAfterSeconds)}.`
  if (typeof answer.detail === 'string') return answer.detail
  return 'Something went wrong on the server. Try again later.'
}

/** @param {number} seconds */
const inWords = (seconds) => {
  if (seconds <= 1) return 'a moment'
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
