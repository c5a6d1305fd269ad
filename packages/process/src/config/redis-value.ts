import type { Reading } from './value-kinds.ts'

/** `REDIS_URL`: where Redis is, who we are there, and the number of our database. */
export const readRedisUrl = (text: string): Reading<string> => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^rediss?:$/.test(url.protocol) || !url.hostname)
    return { problem: 'must be a URL such as redis://localhost:6379, or rediss:// with TLS' }
  if (!/^\/?\d{0,4}$/.test(url.pathname) || url.search || url.hash)
    return { problem: 'may have nothing but the number of a database behind the port, such as /1' }
  if (!isEscaped(url.username) || !isEscaped(url.password))
    return { problem: 'has a % that is no escape: write %25 for a % in a user or password' }
  return { value: text }
}

const isEscaped = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
