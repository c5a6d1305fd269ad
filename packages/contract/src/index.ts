export * as access from './access.ts'
export * as account from './account.ts'
export * as admin from './admin.ts'
export * as adminMail from './admin-mail.ts'
export * as adminSettings from './admin-settings.ts'
export * as audit from './audit.ts'
export * as brand from './brand.ts'
export * as cspReports from './csp-reports.ts'
export * as deletion from './deletion.ts'
export * as doctor from './doctor.ts'
export * as health from './health.ts'
export * as invitations from './invitations.ts'
export * as otp from './otp.ts'
export * as ownData from './own-data.ts'
export * as password from './password.ts'
export {
  failures,
  fieldError,
  PROBLEM_CODES,
  type Problem,
  type ProblemCode,
  problem,
} from './problem.ts'
export * as registration from './registration.ts'
export * as session from './session.ts'
export * as sessions from './sessions.ts'
export * as settings from './settings.ts'
export * as signIn from './sign-in.ts'
export * as statistics from './statistics.ts'
export * as user from './user.ts'
