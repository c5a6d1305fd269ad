import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { AuthMethod } from '../session/session.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { Clock } from '../shared/clock.ts'
import type { User } from '../user/user.ts'
import type { AttemptBudget } from './attempt-budget.ts'
import type { KnownDevices, Visitor } from './caller.ts'

/** So many mails a day tell whoever reads them enough, and flood nobody. */
const BUDGET = { name: 'new_device_mail', limit: 5, windowSeconds: 86_400 }

/** What `tellOfNewDevice` reads and writes. */
export interface NewDeviceStores {
  readonly sessions: SessionStore
  readonly budgets: AttemptBudget
  readonly outbox: Outbox
}

interface Deps {
  readonly devices: KnownDevices
  /** What a person calls the device that sent this user agent. */
  readonly nameDevice: (userAgent: string) => string
  readonly links: Links
  readonly clock: Clock
}

/**
 * Tells a user by mail that a device signed in that they never used (ASVS 6.3.5), inside the unit of
 * work of the sign-in and before its session is there. A client that keeps no device token is known
 * by a session that goes on, from the same address with the same user agent. Nobody is told of the
 * sign-in that begins their account.
 */
export const tellOfNewDevice =
  ({ devices, nameDevice, links, clock }: Deps) =>
  async (
    { sessions, budgets, outbox }: NewDeviceStores,
    user: User,
    methods: readonly AuthMethod[],
    visitor: Visitor,
  ): Promise<void> => {
    const { deviceToken = null, userAgent, ipAddress } = visitor
    // By a mailed link: a reset, which tells its owner by its own mail.
    if (user.lastLoginAt === null || methods.includes('email')) return
    if (deviceToken !== null && devices.verify(deviceToken, user.id)) return
    const now = clock.now()
    const isAlike = (other: { userAgent: string; ipAddress: string }) =>
      other.userAgent === userAgent && other.ipAddress === ipAddress
    if ((await sessions.live(user.id, now)).some(isAlike)) return
    if (!(await budgets.reserve(BUDGET, user.id, now)).ok) return
    const device = nameDevice(userAgent)
    const data = { at: now.toISOString(), device, ipAddress, resetLink: links.forgotPassword }
    const to = { to: user.email, locale: user.locale, expiresAt: noticeExpiry(now) }
    await outbox.add({ template: 'new_device', ...to, data }, now)
  }

export type TellOfNewDevice = ReturnType<typeof tellOfNewDevice>
