import type { TestServer } from '../server.ts'
import type { World } from './world.ts'

export const CONTROLS = [
  'lockout',
  'disabled',
  'unverified',
  'rate limit',
  'audit',
  'revocation',
] as const
export type Control = (typeof CONTROLS)[number]

/** What a control does at a way in, and how it is seen; or why it has nothing to do there. */
export type Cell =
  | {
      readonly says: string
      /** Fails when it does not; `caller` comes from a network that nobody else has. */
      readonly holds: (world: World, caller: TestServer) => Promise<void>
    }
  | { readonly doesNotApply: string }

/** A way in: a call that answers with tokens. */
export interface Way {
  readonly name: string
  /** Method and path in the OpenAPI document. */
  readonly call: string
  /** The file of core that opens the session; null when it goes on with one that is open. */
  readonly opensIn: string | null
  /** What somebody shows. */
  readonly proof: string
  readonly cells: Readonly<Record<Control, Cell>>
}
