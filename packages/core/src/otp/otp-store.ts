import type { OtpCode, OtpRequest } from './otp-request.ts'

/** Requests to sign in by mailed code. */
export interface OtpStore {
  /** Adds a request with its first code. */
  add(request: OtpRequest): Promise<void>

  /** Resolves to null when the request is unknown, consumed, or its last code has expired. */
  find(id: string, now: Date): Promise<OtpRequest | null>

  /**
   * Adds a further code; the earlier ones stay good, and the tries that were used stay used.
   * Resolves to false, adding nothing, when the request is over or has no try left.
   */
  addCode(id: string, code: OtpCode, maxTries: number, now: Date): Promise<boolean>

  /**
   * Takes one of the request's tries before a guess is looked at. Resolves to false when none is
   * left or the request is over. Parallel guesses never get more tries than there are.
   */
  reserveTry(id: string, maxTries: number, now: Date): Promise<boolean>

  /**
   * Takes the request out, with all its codes. Resolves to false when it is gone already: of many
   * concurrent calls exactly one gets true.
   */
  consume(id: string): Promise<boolean>
}
