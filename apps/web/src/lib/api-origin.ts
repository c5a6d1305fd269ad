/** An origin of http or https and nothing more, a slash at its end aside; empty for the page's own. */
export const originIn = (given: string): string => {
  const wanted = given.replace(/\/$/, '')
  const url = URL.canParse(wanted) ? new URL(wanted) : null
  const isOrigin = url?.origin === wanted && /^https?:$/.test(url.protocol) && !/[,*]/.test(wanted)
  if (given === '' || isOrigin) return wanted
  throw new Error('VITE_API_URL must be an origin, such as https://api.example.com')
}
