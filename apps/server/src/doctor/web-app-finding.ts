import type { Config } from '@latchkey/process'
import { builtPage } from '../web/built-files.ts'
import { bad, type Finding, note, ok } from './finding.ts'

/** Whether there are pages to serve. With an address of its own the web app may be served elsewhere. */
export const webAppFinding = async (
  { publicUrl, webUrl }: Pick<Config, 'publicUrl' | 'webUrl'>,
  isBuilt = builtPage,
): Promise<Finding> => {
  const about = 'web app'
  if (await isBuilt()) return ok(about, 'built')
  if (new URL(webUrl).origin !== new URL(publicUrl).origin)
    return note(about, `not built here; pages are those of ${webUrl}`)
  return bad(about, 'not built, so pages answer 503', 'build it: npm run build')
}
