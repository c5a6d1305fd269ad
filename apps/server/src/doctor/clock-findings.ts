import { bad, type Finding, ok } from './finding.ts'

/** No release of this software is older: a clock before it is wrong. */
const RELEASED_AT = Date.UTC(2026, 10, 1)

/** Whether the clock can be right. */
export const clockFindings = (now: Date): Finding[] => [
  now.getTime() > RELEASED_AT
    ? ok('clock', now.toISOString())
    : bad('clock', `${now.toISOString()} is in the past`, 'set the clock, best by NTP'),
]
