// One request every so often, in a process of its own; says how long each answer took.
import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile } from '../report/rounds.ts'
import type { SteadyPlan, SteadyResult } from './plans.ts'
import { numbered, send } from './send.ts'

const measure = async (plan: SteadyPlan): Promise<SteadyResult> => {
  const { port, perSecond, seconds, requests } = plan
  const agent = new Agent({ keepAlive: true })
  const tookMs: number[] = []
  // A number no earlier load used: addresses must be new.
  const first = Date.now() * 1000
  let failures = 0
  const one = async (number: number): Promise<void> => {
    const shot = requests[number % requests.length]
    if (!shot) throw new Error('a steady load without requests')
    const sentAt = performance.now()
    const { status } = await send(agent, port, numbered(shot, first + number))
    tookMs.push(performance.now() - sentAt)
    if (status >= 300) failures += 1
  }
  const startedAt = performance.now()
  const all: Promise<void>[] = []
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const dueIn = startedAt + (sent * 1000) / perSecond - performance.now()
    if (dueIn > 0) await wait(dueIn)
    all.push(one(sent))
  }
  await Promise.all(all)
  agent.destroy()
  return { medianMs: percentile(tookMs, 0.5), p99Ms: percentile(tookMs, 0.99), failures }
}

const report = async (plan: SteadyPlan): Promise<void> => {
  process.send?.(await measure(plan))
  process.disconnect()
}

process.once('message', (plan: SteadyPlan) => void report(plan))
