/** Pure value rules, the only part of core that a browser may load. */

export {
  contextWords,
  leansOnContext,
  MAX_PASSWORD_LENGTH,
  minPasswordLength,
  type PasswordProfile,
  type PasswordViolation,
  passwordViolations,
} from './password/password-rules.ts'
export {
  defaultSettings,
  isSettingKey,
  parseDuration,
  type ReadSettings,
  SETTINGS,
  type SettingKey,
  type Settings,
  settingProblem,
} from './settings/settings.ts'
export { type EmailAddress, parseEmail } from './user/email-address.ts'
export {
  MAX_NAME_LENGTH,
  MAX_PREFERENCES_BYTES,
  parseName,
  parsePhone,
} from './user/profile-rules.ts'
