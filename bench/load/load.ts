import { child } from '../subject/child.ts'
import type {
  CannonPlan,
  CannonResult,
  CrowdPlan,
  CrowdResult,
  SteadyPlan,
  SteadyResult,
} from './plans.ts'

const file = (name: string): URL => new URL(name, import.meta.url)

const refuseFailures = <T extends { readonly failures: number }>(result: T): T => {
  if (result.failures > 0) throw new Error(`${result.failures} requests failed: no figure`)
  return result
}

/** Fires as fast as the server answers. Throws when an answer is no success. */
export const cannon = async (plan: CannonPlan): Promise<CannonResult> => {
  const process = child(file('./cannon.mjs'))
  process.tell(plan)
  return refuseFailures(await process.hear<CannonResult>())
}

/** Sends at a fixed rate and measures every answer. */
export const steady = async (plan: SteadyPlan): Promise<SteadyResult> => {
  const process = child(file('./steady.ts'))
  process.tell(plan)
  return refuseFailures(await process.hear<SteadyResult>())
}

/** Starts a crowd; the function it returns sends it home and tells what it did. */
export const crowd = (plan: CrowdPlan): (() => Promise<CrowdResult>) => {
  const process = child(file('./crowd.ts'))
  process.tell(plan)
  return async () => {
    process.tell('stop')
    return refuseFailures(await process.hear<CrowdResult>())
  }
}
