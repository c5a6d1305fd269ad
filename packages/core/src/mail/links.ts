/** Where mailed links lead. */
export interface Links {
  verifyEmail(token: string): string
  resetPassword(token: string): string
  readonly login: string
  readonly forgotPassword: string
}

/**
 * Links into the web app, from its configured origin alone: a request's Host never reaches a mail
 * (security.md 1, class 5). Tokens stand in the fragment, which no server log sees.
 */
export const webLinks = (webUrl: string): Links => ({
  verifyEmail: (token) => `${webUrl}/auth/verify-email#token=${token}`,
  resetPassword: (token) => `${webUrl}/auth/reset-password#token=${token}`,
  login: `${webUrl}/auth/login`,
  forgotPassword: `${webUrl}/auth/forgot-password`,
})
