/** Whether the page would come; without its server a reload would leave nothing of it. */
const isServed = async (): Promise<boolean> => {
  try {
    return (await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })).ok
  } catch {
    return false
  }
}

/** A new release took the files of this one away: the page is loaded anew, once. */
export const loadNewRelease = async (): Promise<void> => {
  if (history.state?.reloaded || !(await isServed())) return
  history.replaceState({ ...history.state, reloaded: true }, '')
  location.reload()
}
