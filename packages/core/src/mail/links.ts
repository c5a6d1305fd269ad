/** Where mailed links lead. */
export interface Links {
  verifyEmail(token: string): string
  resetPassword(token: string): string
  acceptInvitation(token: string): string
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
  // The same page and call; the mark lets it say what is meant to whoever is new here.
  acceptInvitation: (token) => `${webUrl}/auth/reset-password#token=${token}&invited`,
  login: `${webUrl}/auth/login`,
  forgotPassword: `${webUrl}/auth/forgot-password`,
})
