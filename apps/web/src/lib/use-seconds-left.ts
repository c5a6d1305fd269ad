import { useEffect, useState } from 'react'

/** Counts down from the given number of seconds to 0; `restart` begins again. */
export const useSecondsLeft = (from: number) => {
  const [until, setUntil] = useState(() => Date.now() + from * 1000)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return {
    seconds: Math.max(0, Math.ceil((until - now) / 1000)),
    restart: (seconds = from) => setUntil(Date.now() + seconds * 1000),
  }
}
