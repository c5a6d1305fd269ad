import { type RefObject, useEffect, useRef } from 'react'

/** So long a dialog takes to close and to give its focus back. */
const PAUSE_MS = 100

/** When the focus went with something that is gone, it goes to this place, else to the heading of the page. */
export const useKeptFocus = (
  length: number | undefined,
  place?: RefObject<HTMLElement | null>,
): void => {
  const last = useRef(length)
  useEffect(() => {
    const isShorter = length !== undefined && last.current !== undefined && length < last.current
    last.current = length
    if (!isShorter) return
    const timer = setTimeout(() => {
      const target = place ? place.current : document.querySelector('h1')
      if (document.activeElement === document.body) target?.focus()
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [length, place])
}
