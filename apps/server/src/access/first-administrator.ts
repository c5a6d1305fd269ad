import { ADMIN_ROLE } from '@latchkey/core'
import { parseEmail } from '@latchkey/core/rules'
import type { Installation } from '../installation.ts'
import { VIOLATIONS } from '../password/password.problems.ts'
import type { UseCases } from '../use-cases.ts'

const SETUP_MINUTES = 30

/**
 * Prepares the way to the first administrator, while there is none: makes them from the
 * `BOOTSTRAP_ADMIN_…` variables, or resolves to a way to make a new set-up link. That replaces every
 * earlier one, so a server makes it only once it listens.
 */
export const prepareFirstAdministrator = async (
  { config, clock, secrets, storage }: Installation,
  { createAdmin }: Pick<UseCases, 'createAdmin'>,
): Promise<(() => Promise<string>) | null> => {
  if (await storage.stores.users.anyoneHas(ADMIN_ROLE)) return null
  if (config.bootstrapAdmin) {
    const { email, password } = config.bootstrapAdmin
    const address = parseEmail(email)
    if (!address) throw new Error('BOOTSTRAP_ADMIN_EMAIL is no mail address')
    const made = await createAdmin({ email: address, firstName: null, lastName: null }, password)
    if (!made.ok) throw new BootstrapRefused(made)
    return null
  }
  return async () => {
    const expiresAt = new Date(clock.now().getTime() + SETUP_MINUTES * 60_000)
    const { token, id, hash } = secrets.issue('setup', secrets.newId())
    await storage.stores.setupTokens.replace({ id, hash, expiresAt })
    return `${config.webUrl}/setup#token=${token}`
  }
}

type Refusal = Exclude<Awaited<ReturnType<UseCases['createAdmin']>>, { ok: true }>

/** Why an administrator was not made, as a sentence for the operator. */
export const explainRefusal = (refusal: Refusal): string => {
  if (refusal.reason === 'password_refused')
    return `the password ${refusal.violations.map((code) => VIOLATIONS[code]).join(', ')}`
  if (refusal.reason === 'address_taken') return 'the address is already a user'
  return 'the machine is too busy to hash the password; try again'
}

/** The `BOOTSTRAP_ADMIN_…` variables make no administrator; the message says why. */
export class BootstrapRefused extends Error {
  constructor(refusal: Refusal) {
    super(`BOOTSTRAP_ADMIN_PASSWORD or BOOTSTRAP_ADMIN_EMAIL: ${explainRefusal(refusal)}`)
  }
}
