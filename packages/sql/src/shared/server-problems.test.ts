import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { describeServers } from '../testing/engines.ts'
import { openDatabase } from './database.ts'
import { openServer } from './open-server.ts'
import { SERVING } from './pool-limits.ts'
import { DatabaseAway, DatabaseProblem } from './problems.ts'
import { serverProblem } from './server-problems.ts'
import type { ServerAddress } from './server-url.ts'

const problemOf = async (location: string): Promise<DatabaseProblem> => {
  const problems: DatabaseProblem[] = []
  for (const work of [() => openDatabase({ location }), () => migrateUp(location)]) {
    const error = await work().then(
      () => null,
      (reason: unknown) => reason,
    )
    if (!(error instanceof DatabaseProblem)) throw new Error('no DatabaseProblem', { cause: error })
    problems.push(error)
  }
  const [first, second] = problems
  expect(first?.message).toBe(second?.message)
  expect(first?.constructor).toBe(second?.constructor)
  return first!
}

/** Where nobody listens. */
const silentPort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}

describeServers(({ name, emptyLocation }) => {
  /** What is said about a URL that was changed; `mayPass` when it is worth waiting for. */
  const changed = async (change: (url: URL) => void, mayPass = false): Promise<string> => {
    const url = new URL(await emptyLocation())
    url.password = 'hunter2'
    change(url)
    const problem = await problemOf(url.href)
    expect(problem instanceof DatabaseAway).toBe(mayPass)
    const { message } = problem
    expect(message).not.toContain('hunter2')
    expect(message).toMatch(/^The database (postgres|mysql):\/\/\S+ cannot be used because /)
    return message
  }

  test('a wrong user or password is told with what to check', async () => {
    const message = await changed((url) => {
      url.username = 'nobody_of_that_name'
    })
    expect(message).toContain('it does not let in the user nobody_of_that_name')
  })

  test('an unknown database is told by its name', async () => {
    const message = await changed((url) => {
      url.password = ''
      url.pathname = '/no_such_database'
    })
    expect(message).toContain('it has no database no_such_database: create it')
  })

  test('a port where nothing listens is told', async () => {
    const port = await silentPort()
    const message = await changed((url) => {
      url.port = String(port)
    }, true)
    expect(message).toContain(`nothing answers at 127.0.0.1 port ${port}`)
  })

  test('a host that does not exist is told', async () => {
    const message = await changed((url) => {
      url.hostname = 'db.invalid'
    }, true)
    expect(message).toContain('the name db.invalid is unknown')
  })

  test('something that listens there and never answers is told', async () => {
    const silent = createServer((socket) => onTestFinished(() => void socket.destroy()))
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const address = silent.address()
    const url = new URL(await emptyLocation())
    url.port = String(typeof address === 'object' && address?.port)
    const opening = openServer(url.href, { ...SERVING, connectMs: 300 })
    await expect(opening).rejects.toThrow(/cannot be used because nothing answers at/)
    await expect(opening).rejects.toBeInstanceOf(DatabaseAway)
  })

  test('TLS that the server has not, or that cannot be trusted, is never done without', async () => {
    for (const mode of ['require', 'verify-full']) {
      const message = await changed((url) => {
        url.password = ''
        url.searchParams.set('sslmode', mode)
      })
      expect(message).toMatch(/it does not speak TLS|its certificate is not trusted/)
    }
  })

  test(`a ${name} database of a newer version is refused by every way in`, async () => {
    const location = await emptyLocation()
    await migrateUp(location)
    const database = await openDatabase({ location })
    await database.write
      .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto('kysely_migration')
      .values({ name: '0999-future', timestamp: '2040-01-01T00:00:00.000Z' })
      .execute()
    await database.close()
    const problem = await problemOf(location)
    expect(problem.message).toMatch(/newer version of Latchkey \(0999-future\)/)
    expect(problem).not.toBeInstanceOf(DatabaseAway)
  })
})

const address = {
  ...({} as ServerAddress),
  host: 'db',
  port: 5432,
  shown: 'postgres://u@db:5432/d',
}
const coded = (code: string): Error => Object.assign(new Error('the driver says so'), { code })

test.each([
  ...['57P03', '57P01', '53300', '08006', '25006', '55P03', 'ECONNRESET', 'POOL_TIMEOUT'],
  ...['ER_CON_COUNT_ERROR', 'ER_SERVER_SHUTDOWN', 'PROTOCOL_CONNECTION_LOST', 'ER_DISK_FULL'],
])('%s may pass by itself: whoever can wait does', (code) => {
  expect(serverProblem(address, coded(code))).toBeInstanceOf(DatabaseAway)
})

test.each(['28P01', '3D000', '42501', 'ER_BAD_DB_ERROR', 'HANDSHAKE_NO_SSL_SUPPORT', '42P01', ''])(
  '%s stays until somebody mends it: nobody waits for that',
  (code) => expect(serverProblem(address, coded(code))).not.toBeInstanceOf(DatabaseAway),
)
