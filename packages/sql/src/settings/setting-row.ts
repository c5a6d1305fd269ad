import type { Instant, JsonText } from '../shared/columns.ts'

/** A picture that was uploaded to stand for the installation. */
export interface BrandLogoRow {
  id: string
  /** In base64. */
  webp: string
  created_at: Instant
}

/** A version of a setting that was changed: in `settings` the newest, in `setting_versions` each. */
export interface SettingRow {
  name: string
  value: JsonText
  version: number
  updated_by: string | null
  updated_at: Instant
}
