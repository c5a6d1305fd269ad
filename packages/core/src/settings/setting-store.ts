/** One version of a setting that was changed. */
export interface SettingVersion {
  /** As it is stored: of another version of Latchkey it may be no key of ours. */
  readonly key: string
  /** As it is stored, valid or not; undefined when it cannot be read at all. */
  readonly value: unknown
  /** Counts up from 1 with every change of this setting. */
  readonly version: number
  /** The user who changed it; null for the server's own console. */
  readonly updatedBy: string | null
  readonly updatedAt: Date
}

/** A change that somebody asks for. */
export interface SettingChange extends Pick<SettingVersion, 'key' | 'value' | 'updatedBy'> {
  /** The version that the editor saw, 0 for the default; null when that does not matter. */
  readonly expected: number | null
}

/** Runtime settings that were changed. One that never was has no rows. */
export interface SettingStore {
  /** The newest version of every setting that was ever changed. */
  all(): Promise<readonly SettingVersion[]>

  /** Every version of one setting, the newest first; none when it was never changed. */
  history(key: string): Promise<readonly SettingVersion[]>

  /** One version of one setting; null when there is none. */
  find(key: string, version: number): Promise<SettingVersion | null>

  /**
   * Stores the value as the next version and resolves to it, and to what it replaced (null for the
   * default). Resolves to null, and stores nothing, when `expected` is not the newest version: of
   * many calls that expect the same one, exactly one is stored.
   */
  change(
    change: SettingChange,
    now: Date,
  ): Promise<{ readonly now: SettingVersion; readonly before: SettingVersion | null } | null>
}
