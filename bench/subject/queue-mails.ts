import { keyring } from '@latchkey/process'
import { auditKeys, createSealer, openDatabase, sqlStorage } from '@latchkey/sql'
import { nodeSecrets } from '../../apps/server/src/shared/node-secrets.ts'

const HOUR_MS = 3_600_000

interface Options {
  readonly location: string
  /** `LATCHKEY_SECRET`. */
  readonly secret: Buffer
  readonly count: number
}

/** Puts welcome mails into the outbox of an installation, as one commit. */
export const queueMails = async ({ location, secret, count }: Options): Promise<void> => {
  const keys = keyring([secret])
  const database = await openDatabase({ location })
  const sealer = createSealer(keys.keys('mail'))
  const { unitOfWork } = sqlStorage(database, {
    sealer,
    newId: nodeSecrets(keys).newId,
    auditKeys: auditKeys(sealer),
  })
  const now = new Date()
  const order = {
    template: 'welcome',
    locale: 'en',
    data: { firstName: 'Ada', loginLink: 'https://auth.example.org/auth/login' },
    expiresAt: new Date(now.getTime() + HOUR_MS),
  } as const
  await unitOfWork.run(async ({ outbox }) => {
    for (let n = 0; n < count; n++)
      await outbox.add({ ...order, to: `reader-${n}@example.org` }, now)
  })
  await database.close()
}
