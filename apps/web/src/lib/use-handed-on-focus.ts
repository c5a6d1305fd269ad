import { type RefObject, useLayoutEffect } from 'react'

/** When this part goes away with the focus in it, the heading of the card or the page takes it. */
export const useHandedOnFocus = (part: RefObject<HTMLElement | null>): void => {
  useLayoutEffect(() => {
    const { current } = part
    return () => {
      if (!current?.contains(document.activeElement)) return
      const heading = current.closest('section')?.querySelector('h2')
      const target = heading ?? document.querySelector('h1')
      target?.focus({ preventScroll: true })
    }
  }, [part])
}
