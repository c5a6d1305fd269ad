// So many people at once, in a process of its own, until it is told to stop.
import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { rateBetween } from '../report/rounds.ts'
import type { CrowdPlan, CrowdResult } from './plans.ts'
import { numbered, send } from './send.ts'

const gather = (plan: CrowdPlan) => {
  const { port, people, warmUpSeconds, requests } = plan
  const agent = new Agent({ keepAlive: true, maxSockets: people })
  const countsFrom = performance.now() + warmUpSeconds * 1000
  const answeredAt: number[] = []
  const [sentAway, failures] = [[0], [0]] as [[number], [number]]
  const stopping = new AbortController()
  // A number no earlier crowd used: addresses must be new.
  let next = Date.now() * 1000

  const person = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      next += 1
      const shot = requests[next % requests.length]
      if (!shot) throw new Error('a crowd without requests')
      const answer = await send(agent, port, numbered(shot, next))
      if (answer.status < 300) answeredAt.push(performance.now())
      else if (answer.status !== 503) failures[0] += 1
      else {
        sentAway[0] += 1
        await wait(answer.retryAfterSeconds * 1000, null, stopping).catch(() => null)
      }
    }
  }
  const everybody = Array.from({ length: people }, person)

  return async (): Promise<CrowdResult> => {
    const counted = answeredAt.filter((at) => at >= countsFrom)
    stopping.abort()
    await Promise.all(everybody)
    agent.destroy()
    const perSecond = rateBetween(counted)
    return { perSecond, successes: counted.length, sentAway: sentAway[0], failures: failures[0] }
  }
}

process.once('message', (plan: CrowdPlan) => {
  const disperse = gather(plan)
  const report = async (): Promise<void> => {
    process.send?.(await disperse())
    process.disconnect()
  }
  process.once('message', () => void report())
})
