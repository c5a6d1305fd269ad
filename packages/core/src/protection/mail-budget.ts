import type { ReadSettings } from '../settings/settings.ts'
import type { UserStore } from '../user/user-store.ts'
import type { AttemptBudget, Budget } from './attempt-budget.ts'
import type { Caller, KnownDevices } from './caller.ts'
import { takePlaces } from './take-places.ts'

const WINDOW_SECONDS = 3600
/** An address has four times what one network may send to it. */
const ADDRESS_FACTOR = 4

/**
 * Mails that anybody can have sent: `sign_up` those about an address (register, resend, change of
 * address), `reset` links to choose a new password, which nobody else's sign-ups can use up.
 */
export type MailKind = 'sign_up' | 'reset'

interface Deps {
  readonly budgets: AttemptBudget
  readonly users: Pick<UserStore, 'findByEmail'>
  readonly devices: KnownDevices
  readonly settings: ReadSettings
}

/**
 * Whether one more mail may leave. Beyond the budget the answer stays the same and a decoy takes the
 * place of the mail, so that the limit tells nothing and floods nobody's mailbox. A known device has
 * a budget of its own, which nobody else can spend.
 */
export const mailBudget =
  ({ budgets, users, devices, settings }: Deps) =>
  async (kind: MailKind, email: string, caller: Caller, now: Date): Promise<boolean> => {
    const limit = settings().rate_limit_mail_requests
    const budget = (name: string, factor = 1): Budget => ({
      name: `${kind}_${name}`,
      limit: limit * factor,
      windowSeconds: WINDOW_SECONDS,
    })
    const { network, deviceToken } = caller
    const owner = deviceToken === null ? null : await users.findByEmail(email)
    const device = owner && deviceToken !== null ? devices.verify(deviceToken, owner.id) : null
    const places = device
      ? [{ budget: budget('mail_device'), subject: JSON.stringify([device.deviceId, email]) }]
      : [
          { budget: budget('mail'), subject: JSON.stringify([network, email]) },
          { budget: budget('mail_address', ADDRESS_FACTOR), subject: email },
        ]
    return (await takePlaces(budgets, places, now)) === null
  }

export type MailBudget = ReturnType<typeof mailBudget>
