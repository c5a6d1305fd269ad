/** What happened on one day (UTC). */
export interface DayFigures {
  /** The instant at which the day begins. */
  readonly day: Date
  /** Sign-ins by any way. */
  readonly logins: number
  /** Attempts to sign in that were refused. */
  readonly failures: number
  /** Different addresses from which anything was recorded. */
  readonly uniqueIps: number
  /** Users who were made. */
  readonly newUsers: number
}

/** How many mails wait, since when the oldest does, and how many were given up. */
export interface MailFigures {
  readonly pending: number
  readonly oldestAt: Date | null
  readonly failed: number
}

/** Figures for administrators, cheap however much there is. */
export interface StatisticsStore {
  /** The days from the one that begins at `from`, oldest first; without those on which nothing was. */
  days(from: Date): Promise<readonly DayFigures[]>

  /** Sessions that have neither been ended nor run out. */
  activeSessions(now: Date): Promise<number>

  users(): Promise<number>

  /** What is no longer kept of mails that are over does not count. */
  mail(): Promise<MailFigures>
}
