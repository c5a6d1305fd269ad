/** What Nodemailer's logger gets as the first argument, as far as we read it. */
interface LogEntry {
  /** The connection. */
  readonly sid?: string
  /** `client` and `server` are the lines of the transaction log. */
  readonly tnx?: string
  readonly err?: unknown
}

/**
 * Learns from Nodemailer's transaction log whether the server had taken `MAIL FROM` when a
 * connection broke; the error alone does not tell. Keeps no line of the log.
 */
export const transactionWatch = () => {
  const phases = new Map<string, 'asked' | 'taken'>()
  const brokenInside = new WeakSet<object>()

  const line = (sid: string, tnx: string, text: string) => {
    if (tnx === 'client' && text.startsWith('MAIL FROM:')) phases.set(sid, 'asked')
    else if (tnx === 'client' && text.startsWith('RSET')) phases.delete(sid)
    else if (tnx === 'server' && phases.get(sid) === 'asked') {
      if (text.startsWith('2')) phases.set(sid, 'taken')
      else phases.delete(sid)
    }
  }

  const observe = ({ sid, tnx, err }: LogEntry, text = '') => {
    if (sid === undefined || tnx === undefined) return
    line(sid, tnx, text)
    if (typeof err === 'object' && err !== null && phases.get(sid) === 'taken')
      brokenInside.add(err)
    if (err !== undefined || text.startsWith('Closing connection')) phases.delete(sid)
  }

  return {
    logger: {
      ...{ level: () => {}, trace: observe, debug: observe, info: observe },
      ...{ warn: observe, error: observe, fatal: observe },
    },
    /** Whether the connection broke with `error` after the server had taken `MAIL FROM`. */
    brokeInside: (error: unknown): boolean =>
      typeof error === 'object' && error !== null && brokenInside.has(error),
  }
}
