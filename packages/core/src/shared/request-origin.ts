/** Where a request came from: what the audit log and the sessions list say about it. */
export interface RequestOrigin {
  readonly ipAddress: string
  readonly userAgent: string
  readonly requestId: string
  readonly method: string
  /** The route's pattern, never the raw path: paths and queries may carry secrets. */
  readonly endpoint: string
  readonly receivedAt: Date
}
