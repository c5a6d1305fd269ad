import { child } from '../subject/child.ts'

/** The niceness of the server's hashing threads. */
export const RENICED = 10

/** Threads that hash flat out, one per core; the function resolves to hashes per second. */
export const hashFlatOut = (niceness: number, seconds: number): Promise<number> =>
  child(new URL('./bcrypt-ceiling.ts', import.meta.url), String(niceness), String(seconds))
    .hear<{ perSecond: number }>()
    .then(({ perSecond }) => perSecond)
