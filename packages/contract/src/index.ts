export * as access from './access.ts'
export * as health from './health.ts'
export * as otp from './otp.ts'
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
export * as settings from './settings.ts'
export * as signIn from './sign-in.ts'
export * as user from './user.ts'
