// What the machine can do: one thread per core that does nothing but bcrypt at cost 12.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { rateBetween } from '../report/rounds.ts'

const [niceness = '0', seconds = '20'] = process.argv.slice(2)
const doneAtMs: number[] = []
const file = new URL('./bcrypt-worker.mjs', import.meta.url)
for (let thread = 0; thread < availableParallelism(); thread++)
  new Worker(file, { workerData: { niceness: Number(niceness) } }).on('message', () =>
    doneAtMs.push(performance.now()),
  )

setTimeout(() => {
  process.send?.({ perSecond: rateBetween(doneAtMs) })
  process.exit()
}, Number(seconds) * 1000)
