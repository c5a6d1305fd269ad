/** An expected "no": part of a use case's contract, returned and never thrown. */
export interface Refused<Reason extends string> {
  readonly ok: false
  readonly reason: Reason
}

/** Makes a refusal. Faults (bugs, outages) are thrown instead. */
export const refused = <const Reason extends string>(reason: Reason): Refused<Reason> => ({
  ok: false,
  reason,
})
