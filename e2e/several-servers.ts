import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from './request.ts'
import type { Mail, TestServer } from './server.ts'

/** The mails that any of several servers sent to an address, once there are as many as are waited for. */
export const inboxOf = async (
  servers: readonly TestServer[],
  to: string,
  atLeast: number,
): Promise<readonly Mail[]> => {
  for (let waits = 0; waits < 200; waits++) {
    const mails = (await Promise.all(servers.map((server) => server.inbox(to, 0)))).flat()
    if (mails.length >= atLeast) return mails
    await wait(25)
  }
  throw new Error(`fewer than ${atLeast} mails`)
}

/** The same request many times at once, on every server in turn. */
export const raceOn = (
  servers: readonly [TestServer, ...TestServer[]],
  width: number,
  ask: (server: TestServer) => Promise<Answer>,
): Promise<Answer[]> =>
  Promise.all(Array.from({ length: width }, (_, at) => ask(servers[at % servers.length]!)))

export const countOf = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length
