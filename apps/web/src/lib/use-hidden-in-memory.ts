import { useEffect } from 'react'
import { latchkey } from './latchkey.ts'

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
      await latchkey.load()
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
