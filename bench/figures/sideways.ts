import { cannon } from '../load/load.ts'
import { inRounds, median, medianRatio } from '../report/rounds.ts'
import { atMostTimes, rounded } from '../report/row.ts'
import type { ServerProcess } from '../subject/server-process.ts'
import { ROTATION } from '../subject/subject.ts'
import { CONNECTIONS, type Figure } from './figure.ts'

/** What one refresh takes of the processors, and how many there are a second. */
interface Cost {
  readonly cpuMs: number
  readonly perSecond: number
}

/**
 * Growing sideways: what one refresh costs two server processes on one PostgreSQL database, compared
 * with one process. Cores are shared with database and load, so the promise is about processor time.
 */
export const sideways: Figure = {
  name: 'sideways',
  async measure({ pace, onServer }) {
    const subject = await onServer('sideways')
    const servers = [await subject.start(), await subject.start()]
    const half = Math.ceil(subject.samples.length / 2)
    const chains = [subject.samples.slice(0, half), subject.samples.slice(half)].map((samples) =>
      samples.map(({ refreshToken }) => refreshToken),
    )
    const rotate = async ({ port }: ServerProcess, chain: number, connections: number) => {
      const chained = chains[chain] ?? []
      const seconds = pace.cannonSeconds
      const result = await cannon({ port, connections, seconds, requests: [ROTATION], chained })
      chains[chain] = [...result.chained]
      return result.perSecond
    }
    const on = async (used: readonly ServerProcess[]): Promise<Cost> => {
      const cpu = () => used.reduce((sum, server) => sum + server.cpuMs(), 0)
      const before = cpu()
      const connections = CONNECTIONS / used.length
      const rates = await Promise.all(used.map((server, i) => rotate(server, i, connections)))
      const perSecond = rates.reduce((sum, rate) => sum + rate, 0)
      return { cpuMs: (cpu() - before) / (perSecond * pace.cannonSeconds), perSecond }
    }
    const costs: Record<'one' | 'two', Cost[]> = { one: [], two: [] }
    const note = (name: keyof typeof costs, used: readonly ServerProcess[]) => async () => {
      const cost = await on(used)
      costs[name].push(cost)
      return cost.cpuMs
    }
    await on(servers)
    const taken = await inRounds(pace.rounds, {
      one: note('one', servers.slice(0, 1)),
      two: note('two', servers),
    })
    for (const server of servers) await server.stop()
    const shown = (name: keyof typeof costs) =>
      `${rounded(median(taken[name]))} ms, ${rounded(median(costs[name].map(({ perSecond }) => perSecond)))}/s`
    return [
      {
        figure: 'processor time of a refresh, two processes : one',
        ours: shown('two'),
        floor: shown('one'),
        ...atMostTimes(medianRatio(taken.two, taken.one), 1.1),
      },
    ]
  },
}
