import { randomBytes } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { aNewAddress, PASSWORD } from '../../account.ts'
import { aClient, aDiary, EMAIL } from '../diary.ts'
import { doEverything, PASSWORDS } from '../every-flow.ts'
import type { MailSink } from '../mail-sink.ts'
import { type Secret, secretsIn } from '../secrets-search.ts'
import {
  canDump,
  dumpDatabase,
  dumpQueue,
  dumpRedis,
  filesIn,
  keepDumping,
  listenTo,
} from './dumps.ts'
import { aFleet, canRunFleet, type Fleet, launch } from './fleet.ts'
import { orderCodes } from './fleet-clients.ts'

const ENVIRONMENT = {
  LATCHKEY_SECRET: randomBytes(32).toString('base64'),
  INTROSPECTION_SECRET: `Introspect-${randomBytes(16).toString('hex')}`,
  LOG_LEVEL: 'trace',
  MAIL_FROM: 'Latchkey <no-reply@latchkey.test>',
} as const
const SOON = { timeout: 15_000, interval: 50 }
const WAITING = 6

/** A client whose every request goes to another server than the one before. */
const aWanderer = ({ servers, sink }: Fleet, diary: ReturnType<typeof aDiary>) => {
  let turn = 0
  const next = () => servers[turn++ % servers.length]!
  return aClient(
    {
      post: (path, body, headers = {}) => next().request(path, { method: 'POST', body, headers }),
      get: (path, headers = {}) => next().request(path, { headers }),
    },
    sink,
    diary,
  )
}

/** Every code and every link that was mailed to anybody. */
const secretsMailed = (sink: MailSink): Secret[] =>
  sink
    .mails()
    .flatMap(({ text = '' }) => [
      ...[...text.matchAll(/\b\d{6}\b/g)].map(([value]) => ({ what: 'mailed code', value })),
      ...[...text.matchAll(/#token=([\w-]+)/g)].map(([, value = '']) => ({ what: 'link', value })),
    ])

describe.skipIf(!canRunFleet || !canDump)('in a fleet', () => {
  test('during every flow no code, token or password can be read in database, Redis, broker or logs', async ({
    onTestFinished,
  }) => {
    const fleet = await aFleet({ env: ENVIRONMENT })
    onTestFinished(fleet.remove)
    const { servers, mailers, database, redis, broker, sink } = fleet
    const commands = listenTo(redis.port)
    onTestFinished(commands.end)
    await launch(...servers)
    const databaseDumps = keepDumping(() => dumpDatabase(database.url))
    const redisDumps = keepDumping(() => dumpRedis(redis.port))
    const diary = aDiary()
    const client = aWanderer(fleet, diary)

    // Nobody sends these yet: they wait in the queue.
    await orderCodes(fleet, WAITING)
    const person = { email: aNewAddress(), firstName: 'Ada', lastName: 'Lovelace' }
    await client.post('/api/auth/register', { ...person, password: PASSWORD })
    const queued = async () => {
      const queue = await dumpQueue(broker.url, 'latchkey.mail')
      expect(queue.toString().split('\n')).toHaveLength(WAITING + 1)
      return queue
    }
    const queue = await vi.waitFor(queued, SOON)
    const filesBefore = filesIn(broker.folder)
    await launch(...mailers)
    await vi.waitFor(() => expect(sink.mails()).toHaveLength(WAITING + 1), SOON)
    await doEverything(client, diary)

    const places = {
      database: await databaseDumps(),
      redis: await redisDumps(),
      'commands to Redis': commands.heard(),
      queue,
      'files of the broker': Buffer.concat([filesBefore, filesIn(broker.folder)]),
      logs: Buffer.from([...servers, ...mailers].map((one) => one.output()).join('')),
    }
    const secrets = [
      ...diary.secrets,
      ...secretsMailed(sink),
      ...[PASSWORD, ...Object.values(PASSWORDS)].map((value) => ({ what: 'password', value })),
      ...(['LATCHKEY_SECRET', 'INTROSPECTION_SECRET'] as const).map((what) => ({
        what,
        value: ENVIRONMENT[what],
      })),
    ]
    expect(secretsIn(places, secrets)).toEqual([])
    const { logs, 'files of the broker': files } = places
    expect(secretsIn({ logs, files }, [{ what: 'address', value: EMAIL }])).toEqual([])
    // What was searched is what was meant.
    expect(places.database.toString()).toContain(EMAIL)
    expect(places.redis.toString()).toContain('latchkey:otp:')
    expect(places['commands to Redis'].toString()).toContain('latchkey:otp:')
    expect(files.toString('latin1')).toContain('latchkey.mail')
    expect(diary.refusals.length).toBeGreaterThan(15)
    expect(diary.refusals.filter(({ status }) => status >= 500)).toEqual([])
  }, 180_000)
})
