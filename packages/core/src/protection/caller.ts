import type { RequestOrigin } from '../shared/request-origin.ts'

/** Where a request came from, and what limits count it by. */
export interface Caller extends RequestOrigin {
  /** The address, or for IPv6 the /64 that one subscriber has: what a source is to a limit. */
  readonly network: string
  /** The "known device" token that came along, whoever made it. */
  readonly deviceToken: string | null
}

/** A request whose device may be known. */
export type Visitor = RequestOrigin & Partial<Pick<Caller, 'deviceToken'>>

/** Devices from which a user has signed in before. */
export interface KnownDevices {
  /** Resolves to null when `token` is none of ours, or was made for another user. */
  verify(token: string, userId: string): { readonly deviceId: string } | null
}
