/** Tokens that came in the body of an answer. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  /** Shows the server that this device is known; outlives the session. */
  readonly deviceToken?: string | undefined
}

/** Where tokens are kept that no cookie carries. Only for programs that are no web page. */
export interface TokenStore {
  read(): Tokens | null
  write(tokens: Tokens | null): void
}

/** Forgotten when the program ends. */
export const memoryTokens = (): TokenStore => {
  let kept: Tokens | null = null
  return {
    read: () => kept,
    write: (tokens) => {
      kept = tokens
    },
  }
}

/** The tokens in an answer; null when it carries none. */
export const tokensIn = (body: unknown): Tokens | null => {
  if (typeof body !== 'object' || body === null) return null
  if (!('accessToken' in body && 'refreshToken' in body)) return null
  const { accessToken, refreshToken } = body
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') return null
  const deviceToken =
    'deviceToken' in body && typeof body.deviceToken === 'string' ? body.deviceToken : undefined
  return { accessToken, refreshToken, deviceToken }
}
