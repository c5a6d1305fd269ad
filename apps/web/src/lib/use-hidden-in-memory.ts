import { useEffect } from 'react'
import { latchkey } from './latchkey.ts'

const PATIENCE_MS = 5000

/**
 * A page that a browser keeps in memory and brings back by its back button may show somebody who
 * has signed out since. It comes back hidden, and is seen once the server has said who is there.
 */
export const useHiddenInMemory = (): void => {
  useEffect(() => {
    const { style } = document.documentElement
    const hide = ({ persisted }: PageTransitionEvent) => {
      if (persisted) style.visibility = 'hidden'
    }
    const show = async ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return
      // A server that hangs must not leave the page hidden.
      await latchkey.load({ isDoubted: true, signal: AbortSignal.timeout(PATIENCE_MS) })
      style.visibility = ''
    }
    const shown = (event: PageTransitionEvent) => void show(event)
    addEventListener('pagehide', hide)
    addEventListener('pageshow', shown)
    return () => {
      removeEventListener('pagehide', hide)
      removeEventListener('pageshow', shown)
    }
  }, [])
}
