import { keyring, mailKeyText } from '@latchkey/process'
import { createSealer, resealAuditKeys, resealMessages } from '@latchkey/sql'
import { openInstallation } from '../installation.ts'
import { resealPrivateKey } from '../session/signing-key.ts'
import { configOrExit, orExplain, say } from './console.ts'

/** `latchkey keys rotate`: a new signing key, at once; the old one stays published and accepted. */
export const rotateKeys = (): Promise<void> =>
  orExplain(async () => {
    const { signingKeys, close } = await openInstallation(configOrExit())
    await signingKeys.rotate()
    const { kid } = signingKeys.active()
    say(`Tokens are signed by ${kid} from now on; those the old key signed stay valid.`)
    await close()
  })

/** `latchkey keys mail`: the `LATCHKEY_MAIL_KEY` of a mail worker, alone on its line. */
export const printMailKey = (): void => {
  const { secrets } = configOrExit()
  say(mailKeyText(keyring(secrets).keys('mail')))
}

/** `latchkey keys reseal`: seals what is at rest under the newest `LATCHKEY_SECRET`. */
export const resealKeys = (): Promise<void> =>
  orExplain(async () => {
    const { keys, clock, database, storage, auditKeys, close } = await openInstallation(
      configOrExit(),
    )
    const sealer = createSealer(keys.keys('signing-key'))
    let signingKeys = 0
    for (const key of await storage.stores.signingKeys.all()) {
      if (!sealer.needsReseal(key.sealedPrivateKey)) continue
      const sealed = resealPrivateKey(sealer, key)
      if (await storage.stores.signingKeys.reseal(key.kid, key.sealedPrivateKey, sealed))
        signingKeys += 1
    }
    const mails = await resealMessages(database, createSealer(keys.keys('mail')))
    const audit = await resealAuditKeys(database, auditKeys, clock.now())
    say(`Sealed anew: ${signingKeys} signing keys, ${mails} waiting mails,`)
    say(`${audit.keys} keys of the audit log and ${audit.subjectKeys} of persons in it.`)
    say(
      'Keep the former secret for 30 days more, behind the new one: sessions move over as they are',
    )
    say('refreshed, and passwords of more than 72 bytes need it until they are changed.')
    await close()
  })
