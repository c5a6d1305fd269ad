import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

test('processes that start at once agree on one secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const script = `
    import { parentPort, workerData } from 'node:worker_threads'
    const { keptSecret } = await import(workerData.module)
    Atomics.wait(workerData.gate, 0, 0, 2000)
    parentPort.postMessage(keptSecret(workerData.folder).toString('hex'))`
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const module = new URL('./secret-file.ts', import.meta.url).href
  const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`)
  const workers = Array.from(
    { length: 5 },
    () => new Worker(url, { workerData: { gate, folder, module } }),
  )
  const answers = workers.map(
    (worker) => new Promise<string>((resolve) => worker.once('message', resolve)),
  )
  await Promise.all(workers.map((w) => new Promise((resolve) => w.once('online', resolve))))
  setTimeout(() => {
    Atomics.store(gate, 0, 1)
    Atomics.notify(gate, 0)
  }, 300)
  expect(new Set(await Promise.all(answers)).size).toBe(1)
  rmSync(folder, { recursive: true })
})
