import type { Finding } from './doctor-api.ts'

/** The parts of an installation, in the order in which they are shown. */
export const AREAS = [
  'configuration',
  'database',
  'cache',
  'broker',
  'mail',
  'web',
  'clock',
] as const satisfies readonly Finding['area'][]

/** The parts of which something was found, each with it. */
export const byArea = (findings: readonly Finding[]) =>
  AREAS.map((area) => ({ area, found: findings.filter((one) => one.area === area) })).filter(
    ({ found }) => found.length > 0,
  )

/** How many findings have that status. */
export const countOf = (findings: readonly Finding[], status: Finding['status']): number =>
  findings.filter((one) => one.status === status).length
