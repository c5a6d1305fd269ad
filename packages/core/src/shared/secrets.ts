/** SHA-256 of a token's secret, or HMAC-SHA-256 of a short code. The secret itself is never stored. */
export type SecretHash = string & { readonly __brand: 'SecretHash' }

/** What a token is for. A token of one kind is never accepted as another. */
export type TokenKind =
  | 'refresh'
  | 'registration'
  | 'verification'
  | 'reset'
  | 'setup'
  | 'otp'
  | 'invitation'

/** An opaque bearer token: the id of its row, a 256-bit secret, and a tag that proves we made it. */
export interface OpaqueToken {
  /** Handed to the client; base64url. */
  readonly token: string
  /** UUIDv7 of the row that the token belongs to. */
  readonly id: string
  /** What the row keeps. */
  readonly hash: SecretHash
}

/** Randomness and keyed hashing: the only source of ids, tokens and codes in core. */
export interface Secrets {
  /** A new UUIDv7 (RFC 9562 §5.7). An id is not a secret. */
  newId(): string

  /**
   * A new name that nobody guesses, of 128 random bits in base64url: whoever was told of it may see
   * what it names.
   */
  newHandle(): string

  /** A new token for the row `id`. */
  issue(kind: TokenKind, id: string): OpaqueToken

  /** Reads a presented token; null when we did not make it or it is of another kind. */
  open(kind: TokenKind, presented: string): OpaqueToken | null

  /** The one token of `kind` that follows from `from`: the same answer at every call. */
  derive(kind: TokenKind, from: OpaqueToken): OpaqueToken

  /** The six-digit code that follows from `from`, uniform over 000000..999999. */
  deriveCode(from: OpaqueToken): string

  /** A new random six-digit code, uniform over 000000..999999. */
  newCode(): string

  /**
   * HMAC of a short code, bound to the row `id`: one part for each secret in use, joined by dots.
   * Two hashes with a part in common are of the same code.
   */
  hashCode(id: string, code: string): SecretHash

  /** Compares two hashes in constant time. */
  equal(a: SecretHash, b: SecretHash): boolean
}
