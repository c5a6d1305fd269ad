import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { BrandLogoStore } from './brand-logo-store.ts'
import type { SettingStore, SettingVersion } from './setting-store.ts'
import { isSettingKey, type Settings, settingProblem } from './settings.ts'

/** Who changes a setting: an administrator by a request, or nobody we know on the console. */
export interface SettingEditor {
  readonly userId: string | null
  readonly origin: RequestOrigin | null
}

export interface SettingWish {
  readonly key: string
  readonly value: unknown
  /** The version that the editor saw, 0 for the default; absent when that does not matter. */
  readonly expected?: number
  /** The version whose value this is, when it is taken back. */
  readonly rolledBackTo?: number
}

export interface SettingInvalid extends Refused<'setting_invalid'> {
  /** Ends a sentence that begins with the name of the setting. */
  readonly problem: string
}

export type SettingRefusal =
  | SettingInvalid
  | Refused<'setting_unknown' | 'setting_locked' | 'setting_outdated'>

/** What `changeSetting` writes, and the pictures that a setting may name. */
interface SettingStores {
  readonly changedSettings: SettingStore
  readonly brandLogos: Pick<BrandLogoStore, 'find'>
  readonly audit: AuditLog
}

interface Deps {
  readonly unitOfWork: UnitOfWork<SettingStores>
  /** What `SETTINGS` fixes. */
  readonly fixed: Partial<Settings>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Changes a runtime setting within its bounds and records by whom, from what and to what, in one
 * transaction. What `SETTINGS` fixes stays as it is. Every server takes the value over by itself.
 */
export const changeSetting =
  ({ unitOfWork, fixed, secrets, clock }: Deps) =>
  async (
    { key, value, expected, rolledBackTo }: SettingWish,
    { userId, origin }: SettingEditor,
  ): Promise<{ readonly ok: true; readonly version: SettingVersion } | SettingRefusal> => {
    if (!isSettingKey(key)) return refused('setting_unknown')
    if (Object.hasOwn(fixed, key)) return refused('setting_locked')
    const problem = settingProblem(key, value)
    if (problem) return { ...refused('setting_invalid'), problem }
    const now = clock.now()
    return unitOfWork.run(async ({ changedSettings, brandLogos, audit }) => {
      if (key === 'brand_logo' && value !== '' && !(await brandLogos.find(String(value))))
        return { ...refused('setting_invalid'), problem: 'must be the id of an uploaded picture' }
      const wish = { key, value, expected: expected ?? null, updatedBy: userId }
      const changed = await changedSettings.change(wish, now)
      if (!changed) return refused('setting_outdated')
      const { version } = changed.now
      const from = changed.before?.value ?? null
      const metadata = { key, version, from, to: value, ...(rolledBackTo && { rolledBackTo }) }
      const act = { action: 'sys_setting_changed', resource: 'setting', metadata } as const
      const event = auditEvent(secrets.newId(), now, origin, act)
      await audit.record({ ...event, actorId: userId })
      return { ok: true, version: changed.now }
    })
  }

export type ChangeSetting = ReturnType<typeof changeSetting>
