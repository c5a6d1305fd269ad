/** Pure value rules, the only part of core that a browser may load. */

export {
  ALL_PERMISSIONS,
  isPermission,
  PERMISSIONS,
  type Permission,
} from './access/permissions.ts'
export { BUILT_IN_ROLES, builtInRole, isRoleName, MAX_ROLE_DESCRIPTION } from './access/role.ts'
export { AUDIT_ACTIONS } from './audit/audit-event.ts'
export { AUDIT_REASONS } from './audit/audit-reason.ts'
export { MAX_EXPORTED_EVENTS } from './audit/event-pages.ts'
export {
  contextWords,
  leansOnContext,
  MAX_PASSWORD_LENGTH,
  minPasswordLength,
  type PasswordProfile,
  type PasswordViolation,
  passwordViolations,
} from './password/password-rules.ts'
export { MAX_WRONG_PROOFS } from './registration/pre-registration.ts'
export { isBrandColor, isBrandName, MAX_BRAND_NAME_LENGTH } from './settings/brand-rules.ts'
export { SETTING_TEXT } from './settings/setting-text.ts'
export {
  defaultSettings,
  isSettingKey,
  parseDuration,
  type ReadSettings,
  SETTINGS,
  type SettingBounds,
  type SettingKey,
  type Settings,
  settingBounds,
  settingProblem,
} from './settings/settings.ts'
export { type EmailAddress, parseEmail } from './user/email-address.ts'
export {
  isAtMostDeep,
  MAX_NAME_LENGTH,
  MAX_PREFERENCES_BYTES,
  MAX_PREFERENCES_DEPTH,
  parseName,
  parsePhone,
} from './user/profile-rules.ts'
