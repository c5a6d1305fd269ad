import type { Plugin } from 'vite'
import { originIn } from '../src/lib/api-origin.ts'

/** What every page asks before it shows anything (lib/config.ts, and the client's `load`). */
const ASKED = ['/api/auth/status', '/api/config']

/** Lets the browser ask while it still loads the scripts, and not only once they run. */
export const asksAhead = (): Plugin => {
  let api = ''
  return {
    name: 'latchkey:asks-ahead',
    apply: 'build',
    configResolved({ env }) {
      api = originIn(env['VITE_API_URL'] ?? '')
    },
    transformIndexHtml: () =>
      ASKED.map((path) => ({
        tag: 'link',
        // The mode of the client's calls: a browser takes an answer only for the same one.
        attrs: { rel: 'preload', as: 'fetch', href: api + path, crossorigin: 'use-credentials' },
        injectTo: 'head-prepend',
      })),
  }
}
