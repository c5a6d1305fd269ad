import { availableParallelism } from 'node:os'
import { auditEvent, type Clock, type Secrets } from '@latchkey/core'
import { type Config, type Keyring, keyring } from '@latchkey/process'
import {
  auditKeys,
  beginChain,
  createSealer,
  migrateUp,
  openDatabase,
  type SigningKeyStore,
  type Storage,
  sqlStorage,
} from '@latchkey/sql'
import { accessChanges } from './access/access-changes.ts'
import { bcryptPool } from './password/bcrypt-pool.ts'
import { revocations } from './session/revocations.ts'
import { signingKeys } from './session/signing-keys.ts'
import { settingsInMemory } from './settings/settings-in-memory.ts'
import { nodeSecrets } from './shared/node-secrets.ts'

/** The upper bound of `jwt_access_token_expiry`: how long a revocation must be remembered. */
const MAX_ACCESS_TOKEN_SECONDS = 3600

/**
 * The adapters of one installation, migrated and ready: what the server and the commands share.
 * Throws a DatabaseProblem when the database cannot be used.
 */
export const openInstallation = async (config: Config) => {
  const clock: Clock = { now: () => new Date() }
  const keys = keyring(config.secrets)
  const secrets = nodeSecrets(keys)
  await migrateUp(config.database)
  const database = await openDatabase({
    location: config.database,
    synchronous: config.sqliteSynchronous,
  })
  const sealer = createSealer(keys.keys('mail'))
  const audit = auditKeys(createSealer(keys.keys('audit')))
  const brandName = () => settings.read().brand_name
  const options = { sealer, newId: secrets.newId, auditKeys: audit, brandName }
  const storage = sqlStorage(database, options)

  const keySealer = createSealer(keys.keys('signing-key'))
  const signing = signingKeys({ store: recorded(storage, secrets), sealer: keySealer, clock })
  const lifetime = { clock, lifetimeSeconds: MAX_ACCESS_TOKEN_SECONDS }
  const changed = accessChanges({ store: storage.accessChanges, ...lifetime })
  const ended = revocations({
    store: {
      // A yes needs all of it within a second: that the session goes on, that the key still counts
      // and that the roles are those of the user.
      since: async (at) => {
        await signing.dropRemoved()
        await changed.look(at)
        return storage.revocations.since(at)
      },
    },
    ...lifetime,
  })
  storage.onSessionsEnded(ended.add)
  const { changedSettings } = storage.stores
  const settings = settingsInMemory({ store: changedSettings, fixed: config.fixedSettings })
  try {
    await settings.reload()
    await beginChain(database, audit, clock.now())
    await signing.ensure()
    await ended.poll()
  } catch (error) {
    await database.close()
    throw error
  }

  const passwords = hashingThreads(config, keys)
  const close = async (): Promise<void> => {
    await passwords.close()
    await database.close()
  }
  return {
    config,
    clock,
    keys,
    secrets,
    database,
    storage,
    auditKeys: audit,
    passwords,
    settings,
    signingKeys: signing,
    revocations: ended,
    accessChanges: changed,
    close,
  }
}

const hashingThreads = ({ hashMaxWaitMs: maxWaitMs, workers }: Config, keys: Keyring) =>
  bcryptPool({ peppers: keys.keys('password-pepper'), maxWaitMs, workers: threadsFor(workers) })

/** Hashing threads of one of so many processes that share this machine: one per core in all. */
const threadsFor = (processes: number): number =>
  Math.max(1, Math.floor(availableParallelism() / processes))

/** The rows of the signing keys; a rotation commits with the event that records it. */
const recorded = ({ stores, unitOfWork }: Storage, secrets: Secrets): SigningKeyStore => ({
  ...stores.signingKeys,
  rotate: (key, now) =>
    unitOfWork.run(async ({ signingKeys, audit }) => {
      await signingKeys.rotate(key, now)
      await audit.record(
        auditEvent(secrets.newId(), now, null, {
          action: 'sys_key_rotated',
          resource: 'signing_key',
          metadata: { kid: key.kid },
        }),
      )
    }),
})

export type Installation = Awaited<ReturnType<typeof openInstallation>>
