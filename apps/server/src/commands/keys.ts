import { auditEvent } from '@latchkey/core'
import { openInstallation } from '../installation.ts'
import { configOrExit, orExplain, say } from './console.ts'

/** `latchkey keys rotate`: a new signing key, at once; the old one stays published and accepted. */
export const rotateKeys = (): Promise<void> =>
  orExplain(async () => {
    const { clock, secrets, storage, signingKeys, close } = await openInstallation(configOrExit())
    await signingKeys.rotate()
    const { kid } = signingKeys.active()
    const act = { action: 'sys_key_rotated', resource: 'signing_key', metadata: { kid } } as const
    await storage.stores.audit.record(auditEvent(secrets.newId(), clock.now(), null, act))
    say(`Tokens are signed by ${kid} from now on; those the old key signed stay valid.`)
    await close()
  })
