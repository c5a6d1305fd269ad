import type { Config } from '@latchkey/process'
import { bad, type Finding, ok } from './finding.ts'
import { redisProblem, shownRedis } from './redis-problem.ts'

/** Without Redis nothing is missing: one-time codes are kept in the database. */
export const redisFindings = async ({ redisUrl }: Config): Promise<Finding[]> => {
  if (redisUrl === null) return []
  const problem = await redisProblem(redisUrl)
  const shown = shownRedis(redisUrl)
  return [
    problem === null
      ? ok('redis', shown)
      : bad('redis', `${shown}: ${problem.fault}`, problem.mend),
  ]
}
