import { latchkey } from './latchkey.ts'

/**
 * A new release took the files of this one away: the page is loaded anew, once. Not while the
 * server cannot be reached, since a reload would leave nothing of the page.
 */
export const loadNewRelease = async (): Promise<void> => {
  if (history.state?.reloaded || (await latchkey.api.GET('/api/health/live')).error) return
  history.replaceState({ ...history.state, reloaded: true }, '')
  location.reload()
}
