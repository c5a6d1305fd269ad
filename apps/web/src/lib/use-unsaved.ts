import { useEffect } from 'react'
import { askBeforeBack } from './ask-before-back.ts'

/** Asks before a page with unsaved changes is left: by a link of ours, the back button or closing it. */
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
    const forgetBack = askBeforeBack(() => confirm(question))
    addEventListener('beforeunload', unload)
    document.addEventListener('click', click, { capture: true })
    return () => {
      forgetBack()
      removeEventListener('beforeunload', unload)
      document.removeEventListener('click', click, { capture: true })
    }
  }, [isUnsaved, question])
}
