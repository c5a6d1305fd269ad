import { useEffect } from 'react'

/** Asks before a page with unsaved changes is left, by a link of ours or by closing it. */
export const useUnsaved = (isUnsaved: boolean, question: string): void => {
  useEffect(() => {
    if (!isUnsaved) return
    const unload = (event: BeforeUnloadEvent) => event.preventDefault()
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      const leaves =
        link && !link.getAttribute('href')?.startsWith('#') && !link.hasAttribute('target')
      if (!leaves || event.ctrlKey || event.metaKey || event.shiftKey || confirm(question)) return
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener('beforeunload', unload)
    document.addEventListener('click', click, { capture: true })
    return () => {
      removeEventListener('beforeunload', unload)
      document.removeEventListener('click', click, { capture: true })
    }
  }, [isUnsaved, question])
}
