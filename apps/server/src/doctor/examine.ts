import type { Config } from '@latchkey/process'
import { CHECKS, type Check } from './checks.ts'
import { bad, type Finding } from './finding.ts'
import { within } from './within.ts'

interface Options {
  readonly config: Config
  /** How long each check may take. */
  readonly limitMs: number
  /** Hears of a check that failed by a bug of ours. */
  readonly onFault: (error: unknown) => void
  readonly checks?: readonly Check[]
}

/** A finding, and the part of the installation that it is about. */
export interface AreaFinding extends Finding {
  readonly area: Check['area']
}

/** A check that waits for somebody gives up a little sooner, so that it can say who. */
const SHARE = 0.8
const CONSOLE = 'run latchkey doctor on the console of the server, which waits longer'

/** Runs every check at once, each within its time; one that fails hides no other. */
export const examine = async ({
  config,
  limitMs,
  onFault,
  checks = CHECKS,
}: Options): Promise<readonly AreaFinding[]> => {
  const late = (area: string) => () => [
    bad(area, `it does not answer within ${limitMs / 1000} seconds`, CONSOLE),
  ]
  const found = await Promise.all(
    checks.map(async ({ area, run }) => {
      const work = run(config, limitMs * SHARE).catch((error: unknown) => {
        onFault(error)
        return [bad(area, 'this check failed by itself', 'the log of the server says why')]
      })
      const findings = await within(limitMs, work, late(area))
      return findings.map((finding) => ({ area, ...finding }))
    }),
  )
  return found.flat()
}
