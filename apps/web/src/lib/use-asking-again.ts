import { useEffect } from 'react'
import { renewConfig } from './config.ts'
import { latchkey } from './latchkey.ts'
import { useCall } from './use-call.ts'

const ask = async () => {
  const [answer] = await Promise.all([latchkey.load(), renewConfig()])
  return answer
}

/** Asks the server once more what it did not say: by a click, and when the network is back. */
export const useAskingAgain = () => {
  const { isBusy, run } = useCall()
  useEffect(() => {
    const online = () => void ask()
    addEventListener('online', online)
    return () => removeEventListener('online', online)
  }, [])
  return { isBusy, askAgain: () => void run(ask) }
}
