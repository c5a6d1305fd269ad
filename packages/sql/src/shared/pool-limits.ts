/** What a pool of connections may take. */
export interface PoolLimits {
  readonly connections: number
  /** Longest wait for a connection, new or free. */
  readonly connectMs: number
  /** Longest time for a statement; 0 for no end. */
  readonly statementMs: number
  /** Longest wait for a lock that another transaction holds. */
  readonly lockMs: number
}

/** For a process that answers requests. */
export const SERVING: PoolLimits = {
  connections: 10,
  connectMs: 5_000,
  statementMs: 10_000,
  lockMs: 5_000,
}

/** For migrations: one process waits while another one changes large tables. */
export const MIGRATING: PoolLimits = {
  connections: 2,
  connectMs: 5_000,
  statementMs: 0,
  lockMs: 60_000,
}
