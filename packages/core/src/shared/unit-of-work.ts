/**
 * Several stores, one transaction. `Stores` names only the stores the use case writes.
 *
 * When `work` returns, everything it wrote is durable before `run` resolves; when it throws,
 * nothing was written. Inside `work` only its stores may be awaited: no hashing, no other I/O.
 */
export interface UnitOfWork<Stores> {
  run<T>(work: (stores: Stores) => Promise<T>): Promise<T>
}
