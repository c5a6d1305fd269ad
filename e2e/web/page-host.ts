import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aFolder, freePort } from '../server.ts'
import type { PageHost } from './web-app.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const EXAMPLE = join(ROOT, 'deploy/nginx/examples/web-app.conf')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Builds the web app for an API at another origin. */
const build = async (api: string, folder: string): Promise<void> => {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', 'apps/web', '--outDir', folder, '--emptyOutDir']
  const env = { ...process.env, NODE_ENV: 'production', VITE_API_URL: api }
  const child = spawn(process.execPath, [...args, '--logLevel', 'error'], { cwd: ROOT, env })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the web app could not be built: ${code}`)
}

/** The headers that the example of nginx gives to pages, with our API in the place of its. */
const headersFor = (api: string): readonly (readonly [string, string])[] => {
  const lines = readFileSync(EXAMPLE, 'utf8').matchAll(/add_header (\S+) (["']?)(.+)\2 always;/g)
  return [...lines].map(([, name = '', , value = '']) => [
    name,
    // By http Chromium takes no endpoint, and prefers it all the same.
    value.replaceAll('https://api.example.com', api).replace(';report-to csp', ''),
  ])
}

/** A host of static files that serves the web app, built for an API on another port of localhost. */
export const startPageHost = async (): Promise<PageHost> => {
  const [port, apiPort, folder] = [await freePort(), await freePort(), aFolder()]
  const api = `http://localhost:${apiPort}`
  await build(api, folder)
  const headers = headersFor(api)
  const host = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const isFile = /^\/(?:assets\/)?[\w-][\w.-]*\.\w+$/.test(pathname)
    const file = join(folder, isFile ? pathname : 'index.html')
    for (const [name, value] of headers) response.setHeader(name, value)
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  })
  host.listen(port, 'localhost')
  await once(host, 'listening')
  const url = `http://localhost:${port}`
  return {
    url,
    env: { PORT: String(apiPort), WEB_URL: url },
    stop: async () => {
      host.closeAllConnections()
      host.close()
      await once(host, 'close')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
