import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from 'node:process'
import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { migrateDown, migrateUp, migrationStatus } from '../migrations/migrate.ts'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { serverAddress } from '../shared/open-server.ts'
import { describeServers } from '../testing/engines.ts'
import { digestTables, fillTables } from '../testing/fill-tables.ts'
import { temporaryFile } from '../testing/test-database.ts'
import { backUpServer, restoreServer } from './back-up-server.ts'
import { mysqlDump, mysqlVersion } from './mysql-tools.ts'
import { pgDump, pgRestore, postgresMajor } from './postgres-tools.ts'
import { shownCall } from './tool.ts'

const environment = { PATH: env['PATH'] }

/** Whether a machine has the programs; under `CI=true` it must. */
const has = (program: string): boolean => {
  const isThere = spawnSync(program, ['--version']).status === 0
  if (!isThere && env['CI'] === 'true') throw new Error(`${program} is not installed`)
  return isThere
}

/** A dump of MySQL leaves them out. */
const VIEWS = ['active_user_sessions', 'failed_login_summary']

/** A folder of programs that print what is given, by name. */
const programs = (printing: Readonly<Record<string, string>>) => {
  const folder = join(dirname(temporaryFile()), 'bin')
  mkdirSync(folder)
  for (const [name, line] of Object.entries(printing)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${line}'\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return { PATH: folder }
}

describeServers(({ name, emptyLocation }) => {
  const isEquipped = has(name === 'MySQL' ? 'mysqldump' : 'pg_dump')

  test.skipIf(!isEquipped)(
    'a dump comes back with every row, and an older one is migrated',
    async () => {
      const [url, file] = [await emptyLocation(), temporaryFile()]
      await migrateUp(url)
      await openForMigration(url, (db) => fillTables(db, { rows: 40, withNul: name === 'MySQL' }))
      const digests = await openForMigration(url, digestTables)
      expect(await backUpServer({ url, file, environment })).toEqual(Object.keys(MIGRATIONS))
      const fresh = await emptyLocation()
      expect(await restoreServer({ url: fresh, file, environment })).toEqual([])
      expect(await openForMigration(fresh, digestTables)).toEqual(digests)
      const views = async (db: Kysely<unknown>) =>
        (await db.introspection.getTables()).filter(({ isView }) => isView).map((v) => v.name)
      expect((await openForMigration(fresh, views)).sort()).toEqual(VIEWS)

      const last = await migrateDown(url)
      const older = temporaryFile()
      await backUpServer({ url, file: older, environment })
      const migrated = await emptyLocation()
      expect(await restoreServer({ url: migrated, file: older, environment })).toEqual(last)
      expect((await migrationStatus(migrated)).every(({ appliedAt }) => appliedAt)).toBe(true)
    },
    60_000,
  )

  test.skipIf(!isEquipped)('a database that holds anything is not restored into', async () => {
    const [url, file] = [await emptyLocation(), temporaryFile()]
    await migrateUp(url)
    await backUpServer({ url, file, environment })
    const restoring = restoreServer({ url, file, environment })
    await expect(restoring).rejects.toThrow('is not empty')
  })

  test.skipIf(!isEquipped)('a database that is none of ours is not dumped', async () => {
    const dumping = backUpServer({ url: await emptyLocation(), file: temporaryFile(), environment })
    await expect(dumping).rejects.toThrow('none of Latchkey')
  })

  test('where the program is missing the call to make elsewhere is told, without a password', async () => {
    const url = await emptyLocation()
    const dumping = backUpServer({ url, file: '/backups/it', environment: programs({}) })
    const told = await dumping.catch((error: unknown) => String(error))
    expect(told).toContain('is not installed here')
    expect(told).toContain(name === 'MySQL' ? '--single-transaction' : 'pg_dump --format=custom')
    expect(told).toContain('/backups/it')
  })

  test('a program that is older than the server is refused', async () => {
    const old = programs({
      pg_dump: 'pg_dump (PostgreSQL) 9.6.24',
      'mariadb-dump':
        'mariadb-dump  Ver 10.19 Distrib 10.3.39-MariaDB, for debian-linux-gnu (x86_64)',
      mysqldump: 'mysqldump  Ver 10.13 Distrib 5.6.51, for Linux (x86_64)',
    })
    const dumping = backUpServer({
      url: await emptyLocation(),
      file: '/backups/it',
      environment: old,
    })
    await expect(dumping).rejects.toThrow(/ (9|10\.3|5\.6) is older than the server|that of MySQL/)
  })

  test.skipIf(!isEquipped)('what the program complains about is told', async () => {
    const [url, file] = [await emptyLocation(), temporaryFile()]
    writeFileSync(file, 'This is a letter.')
    await expect(restoreServer({ url, file, environment })).rejects.toThrow(/failed \(1\): .+/)
  })
})

const address = (more = '') =>
  serverAddress(`postgres://latchkey:Pa%20ss@db.example.org/keys${more}`)

test('no argument holds a password, and encryption is that of the URL', () => {
  const verified = address('?sslmode=verify-full')
  for (const call of [
    pgDump(verified, '/b', 16),
    pgRestore(verified, '/b', 16),
    mysqlDump(verified, '/b', 'mysqldump', false),
    mysqlDump(verified, '/b', 'mariadb-dump', true),
  ]) {
    expect(call.args.join(' ')).not.toContain('Pa ss')
    expect(Object.values(call.env)).toContain('Pa ss')
    expect(shownCall(call)).toMatch(/^\w.*=… .*db\.example\.org|PGHOST=db\.example\.org/)
    expect(shownCall(call)).not.toContain('Pa ss')
    const encryption = [call.env['PGSSLMODE'] ?? '', ...call.args].join(' ')
    expect(encryption).toMatch(/verify-full|--ssl-mode=VERIFY_IDENTITY|--ssl-verify-server-cert/)
  }
  expect(pgDump(verified, '/b', 16).env['PGSSLROOTCERT']).toBe('system')
  expect(pgDump(address('?sslmode=require'), '/b', 16).env['PGSSLROOTCERT']).toBeUndefined()
  expect(mysqlDump(address(), '/b', 'mariadb-dump', true).args).toContain('--skip-ssl')
})

test.each([
  ['10.11.19-MariaDB-0+deb12u1', true, 10_011],
  ['8.0.36', false, 8_000],
  ['mysqldump  Ver 8.4.2 for Linux on x86_64 (MySQL Community Server - GPL)', false, 8_004],
  ['mysqldump  Ver 10.13 Distrib 5.7.44, for Linux (x86_64)', false, 5_007],
  ['mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu', true, 10_011],
  ['mariadb-dump from 11.4.2-MariaDB, client 10.19 for Linux (x86_64)', true, 11_004],
])('the version is read from %s', (text, isMariaDb, number) => {
  expect(mysqlVersion(text)).toEqual({ isMariaDb, number })
})

test('the version of PostgreSQL is read from its programs and servers', () => {
  expect(postgresMajor('pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)')).toBe(15)
  expect(postgresMajor('17.2 on x86_64-pc-linux-gnu')).toBe(17)
})

test('a word of a call is quoted for a shell', () => {
  const call = { program: 'pg_dump', args: [`--file=/b/it's here`], env: { PGPASSWORD: 'secret' } }
  expect(shownCall(call)).toBe(`PGPASSWORD=… pg_dump '--file=/b/it'\\''s here'`)
})
