/** By which way somebody signs in, by the route that lets them. */
export const WAYS_IN: Readonly<Record<string, string>> = {
  '/api/auth/login': 'password',
  '/api/auth/verify-otp': 'otp',
  '/api/auth/verify-email': 'verification',
  '/api/auth/reset-password': 'reset',
  '/api/setup': 'setup',
}

/** What became of an attempt to sign in, by the status of its answer. */
export const signInResult = (status: number): string => {
  if (status < 400) return 'success'
  if (status === 401 || status === 403) return 'refused'
  if (status === 429) return 'limited'
  if (status === 503) return 'overloaded'
  return status < 500 ? 'invalid' : 'error'
}
