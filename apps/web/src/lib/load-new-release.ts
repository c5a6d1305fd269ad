import { latchkey } from './latchkey.ts'

/**
 * Files of this page were not there: mostly since a new release took them away. It is loaded anew,
 * once. Not while the server cannot be reached, since a reload would leave nothing of the page.
 */
export const loadNewRelease = async (): Promise<void> => {
  if (history.state?.reloaded || (await latchkey.api.GET('/api/health/live')).error) return
  history.replaceState({ ...history.state, reloaded: true }, '')
  location.reload()
}
