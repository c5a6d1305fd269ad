import { env } from 'node:process'
import type { Plugin } from 'vite'

/** What every page asks before it shows anything (lib/config.ts, and the client's `load`). */
const ASKED = ['/api/auth/status', '/api/config']

/** Lets the browser ask while it still loads the scripts, and not only once they run. */
export const asksAhead = (): Plugin => ({
  name: 'latchkey:asks-ahead',
  apply: 'build',
  transformIndexHtml: () =>
    ASKED.map((path) => ({
      tag: 'link',
      attrs: {
        rel: 'preload',
        as: 'fetch',
        href: `${env['VITE_API_URL'] ?? ''}${path}`,
        // The mode of the client's calls: a browser takes an answer only for the same one.
        crossorigin: 'use-credentials',
      },
      injectTo: 'head-prepend',
    })),
})
