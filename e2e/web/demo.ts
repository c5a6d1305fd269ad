import { setTimeout as wait } from 'node:timers/promises'
import { latchkey } from '../process.ts'
import type { TestServer } from '../server.ts'
import type { Eyes } from './screens.ts'

const ADDRESSES = { user: 'ada@demo.example', admin: 'grace@demo.example' }
const PATIENCE_MS = 60_000
const POLL_MS = 100
/** Mails that are still to be sent, and events that the figures have not counted. */
const UNFINISHED = `select
  (select count(*) from messages where finished_at is null) +
  (select count(*) from audit_events where sequence is null) as n`

/** Fills a server with the demo's people and month, and tells who they are. */
export const seedDemo = async (server: TestServer) => {
  const { output } = await latchkey(['demo', 'seed'], { env: server.env, cwd: server.dataDir })
  const [, password = ''] = /The password of them all: (\S+)/.exec(output) ?? []
  const givesUpAt = performance.now() + PATIENCE_MS
  while (Number(server.rows(UNFINISHED)[0]?.['n']) > 0) {
    if (performance.now() > givesUpAt) throw new Error(`the demo is not finished:\n${output}`)
    await wait(POLL_MS)
  }
  return (eyes: Exclude<Eyes, 'nobody'>) => ({ email: ADDRESSES[eyes], password })
}
