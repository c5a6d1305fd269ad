import { useEffect, useState } from 'react'

/** The seconds before each try: a minute in all. */
const WAITS = [2, 3, 5, 10, 10, 10, 10, 10]

/** While `isWanted`, tries again by itself what has failed: ever less often, and not for ever. */
export const useRetries = (isWanted: boolean, retry: () => unknown): void => {
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const wait = WAITS[tries]
    if (!isWanted || wait === undefined) return
    const timer = setTimeout(() => {
      setTries(tries + 1)
      retry()
    }, wait * 1000)
    return () => clearTimeout(timer)
  }, [tries, isWanted, retry])
}
