import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Whether nothing was shown in this document before; browsers read out its first page themselves. */
let isUntouched = true

const isNowhere = (): boolean =>
  document.activeElement === null || document.activeElement === document.body

/**
 * Gives the focus to the heading of a page that has just appeared. A layout effect runs again when
 * a page comes back that React had hidden until its texts were there; the focus was lost with it.
 */
export const useHeadingFocus = (
  heading: RefObject<HTMLElement | null>,
  { evenFirst = false, content }: { readonly evenFirst?: boolean; readonly content?: unknown } = {},
): void => {
  const wasShown = useRef(false)
  const isFirst = useRef(isUntouched)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other content may have taken the focused element away
  useLayoutEffect(() => {
    const isNew = !wasShown.current
    wasShown.current = true
    isUntouched = false
    if (isNew && isFirst.current && !evenFirst) return
    const card = heading.current?.closest('main')
    const isElsewhere = isNew && !card?.contains(document.activeElement)
    if (isElsewhere || isNowhere()) heading.current?.focus({ preventScroll: true })
  }, [heading, evenFirst, content])
}
