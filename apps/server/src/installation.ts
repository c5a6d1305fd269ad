import { auditEvent, type Clock, type Secrets } from '@latchkey/core'
import {
  createSealer,
  migrateUp,
  openDatabase,
  type SigningKeyStore,
  type Storage,
  sqlStorage,
} from '@latchkey/sql'
import type { Config } from './config/config.ts'
import { bcryptPool } from './password/bcrypt-pool.ts'
import { revocations } from './session/revocations.ts'
import { signingKeys } from './session/signing-keys.ts'
import { keyring } from './shared/keyring.ts'
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
  const storage = sqlStorage(database, { sealer, newId: secrets.newId })

  const ended = revocations({
    store: storage.revocations,
    clock,
    lifetimeSeconds: MAX_ACCESS_TOKEN_SECONDS,
  })
  storage.onSessionsEnded(ended.add)
  const keySealer = createSealer(keys.keys('signing-key'))
  const signing = signingKeys({ store: recorded(storage, secrets), sealer: keySealer, clock })
  await Promise.all([signing.ensure(), ended.poll()])

  const passwords = bcryptPool({
    peppers: keys.keys('password-pepper'),
    maxWaitMs: config.hashMaxWaitMs,
  })
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
    passwords,
    signingKeys: signing,
    revocations: ended,
    close,
  }
}

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
