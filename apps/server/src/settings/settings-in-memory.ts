import { type SettingStore, settingsInForce, type UnusedSetting } from '@latchkey/core'
import {
  defaultSettings,
  isSettingKey,
  type ReadSettings,
  type Settings,
} from '@latchkey/core/rules'

/** What the last look at the database brought. */
export interface SettingsNews {
  readonly changed: readonly {
    readonly key: string
    readonly from: unknown
    readonly to: unknown
  }[]
  /** Stored values that are not used, when there are others than before. */
  readonly unused: readonly UnusedSetting[]
}

/** The runtime settings as this process knows them. Call `reload` before anything else. */
export interface SettingsInMemory {
  /** The settings in force. What cannot be read stays as it was read last. */
  readonly read: ReadSettings
  /** Stored values that are not used. */
  unused(): readonly UnusedSetting[]
  /** Reads what anybody changed; one query of a few rows. To be called about once a second. */
  reload(): Promise<SettingsNews>
}

interface Deps {
  readonly store: Pick<SettingStore, 'all'>
  /** What `SETTINGS` fixes. */
  readonly fixed: Partial<Settings>
}

export const settingsInMemory = ({ store, fixed }: Deps): SettingsInMemory => {
  let inForce = settingsInForce([], fixed)
  let last: Promise<unknown> = Promise.resolve()
  const look = async (): Promise<SettingsNews> => {
    const before = inForce
    inForce = settingsInForce(await store.all(), fixed)
    const isNews = JSON.stringify(inForce.unused) !== JSON.stringify(before.unused)
    return {
      changed: differences(before.settings, inForce.settings),
      unused: isNews ? inForce.unused : [],
    }
  }
  return {
    read: () => inForce.settings,
    unused: () => inForce.unused,
    reload() {
      // One after the other: a look that began earlier must not bring back what it saw.
      const next = last.then(look, look)
      last = next
      return next
    },
  }
}

const differences = (before: Settings, after: Settings): SettingsNews['changed'] =>
  Object.keys(defaultSettings())
    .filter(isSettingKey)
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ key, from: before[key], to: after[key] }))
