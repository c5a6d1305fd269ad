import type { OpaqueToken, SecretHash, Secrets, TokenKind } from '../shared/secrets.ts'

/** Secrets that count: a token reads `refresh:session-1:1`, what follows from it `refresh:session-1:1+`. */
export interface CountingSecrets extends Secrets {
  /** A token of the given kind that bears our tag, though we never issued it. */
  genuine(kind: TokenKind, id: string): OpaqueToken
}

/** A secret's hash in the fixtures and the counting secrets: the secret wrapped in `h()`. */
export const hashOf = (secret: string): SecretHash => `h(${secret})` as SecretHash

/**
 * Readable, repeatable secrets: ids `id-1`, `id-2`, …; codes `000001`, `000002`, … in the order they
 * are first derived. Only tokens that this instance made can be opened.
 */
export const countingSecrets = (): CountingSecrets => {
  const counts = new Map<string, number>()
  const made = new Map<string, { readonly kind: TokenKind; readonly token: OpaqueToken }>()
  const codes = new Map<string, string>()
  const next = (name: string): number => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count
  }
  const make = (kind: TokenKind, id: string, suffix: string): OpaqueToken => {
    const text = `${kind}:${id}:${suffix}`
    const token = { token: text, id, hash: hashOf(text) }
    made.set(text, { kind, token })
    return token
  }
  return {
    newId: () => `id-${next('id')}`,
    newHandle: () => `handle-${next('handle')}`,
    issue: (kind, id) => make(kind, id, String(next(`${kind}:${id}`))),
    genuine: (kind, id) => make(kind, id, `genuine-${next(`genuine:${kind}:${id}`)}`),
    open: (kind, presented) => {
      const found = made.get(presented)
      return found?.kind === kind ? found.token : null
    },
    derive: (kind, from) => make(kind, from.id, `${from.token.split(':').at(-1)}+`),
    deriveCode: (from) => {
      const code = codes.get(from.token) ?? String(codes.size + 1).padStart(6, '0')
      codes.set(from.token, code)
      return code
    },
    newCode: () => String(next('code')).padStart(6, '9'),
    hashCode: (id, code) => hashOf(`${id}:${code}`),
    equal: (a, b) => a === b,
  }
}
