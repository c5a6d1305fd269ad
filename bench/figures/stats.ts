import { Agent } from 'node:http'
import { openDatabase } from '@latchkey/sql'
import { send } from '../load/send.ts'
import { median, percentile } from '../report/rounds.ts'
import { type Row, rounded } from '../report/row.ts'
import { fillHistory } from '../subject/fill-history.ts'
import type { Subject } from '../subject/subject.ts'
import type { Figure } from './figure.ts'

const CALLS = 50
const EVENTS_PER_USER = 10
const LIMIT_MS = 300

const USER = '000003e9-0000-7000-8000-e000000003e9'

/** What administrators open, and how each filter reads the log. */
const PATHS = [
  '/api/admin/stats?days=90',
  '/api/admin/users',
  '/api/admin/users?search=more-77',
  '/api/admin/audit-logs',
  `/api/admin/audit-logs?userId=${USER}`,
  `/api/admin/audit-logs?actorId=${USER}`,
  '/api/admin/audit-logs?action=authn_login_fail',
  '/api/admin/audit-logs?action=user_disabled',
  '/api/admin/audit-logs?success=false',
  '/api/admin/audit-logs?code=rare_code',
  '/api/admin/audit-logs?ipAddress=198.7.7.7',
  '/api/admin/audit-logs?requestId=request-77',
] as const

/** The first sampled user becomes an administrator; resolves to their access token. */
const administrator = async ({ location, samples, accessTokens }: Subject): Promise<string> => {
  const database = await openDatabase({ location })
  const userId = samples[0]?.userId ?? ''
  await database.write.insertInto('user_roles').values({ user_id: userId, role: 'admin' }).execute()
  await database.close()
  return (await accessTokens())[0] ?? ''
}

const timesOf = async (port: number, token: string, path: string): Promise<readonly number[]> => {
  const agent = new Agent({ keepAlive: true })
  const headers = { authorization: `Bearer ${token}` }
  const times: number[] = []
  for (let call = 0; call < CALLS; call++) {
    const begun = performance.now()
    const { status } = await send(agent, port, { method: 'GET', path, headers })
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    times.push(performance.now() - begun)
  }
  agent.destroy()
  return times
}

const rowOf = (path: string, times: readonly number[]): Row => {
  const p99 = percentile(times, 0.99)
  return {
    figure: `GET ${path.replace(USER, '…')}`,
    ours: `${rounded(median(times))} ms, p99 ${rounded(p99)} ms`,
    ...{ floor: '', ratio: '' },
    target: `p99 ≤ ${LIMIT_MS} ms`,
    isMet: p99 <= LIMIT_MS,
  }
}

/** What administrators open, beside many users and ten times as many events, on PostgreSQL. */
export const stats: Figure = {
  name: 'stats',
  async measure({ pace, onServer }) {
    const subject = await onServer('stats')
    const users = pace.largeUsers
    await fillHistory({ location: subject.location, users, events: users * EVENTS_PER_USER })
    const token = await administrator(subject)
    const { port } = await subject.server()
    const rows: Row[] = []
    for (const path of PATHS) {
      rows.push(rowOf(path, await timesOf(port, token, path)))
      process.stderr.write('.')
    }
    return rows
  },
}
