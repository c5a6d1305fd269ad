import { latchkey } from '../process.ts'
import type { TestServer } from '../server.ts'
import type { Eyes } from './screens.ts'

const ADDRESSES = { user: 'ada@demo.example', admin: 'grace@demo.example' }

/** Fills a server with the demo's people and month, and tells who they are. */
export const seedDemo = async (server: TestServer) => {
  const { output } = await latchkey(['demo', 'seed'], { env: server.env, cwd: server.dataDir })
  const [, password = ''] = /The password of them all: (\S+)/.exec(output) ?? []
  return (eyes: Exclude<Eyes, 'nobody'>) => ({ email: ADDRESSES[eyes], password })
}
