import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Environment } from '../process.ts'
import { aFolder, startServer, type TestServer } from '../server.ts'
import { type ChromiumOptions, launchChromium } from './chromium.ts'
import { aVisitor, type Visitor, type VisitorOptions } from './visitor.ts'

/** Where pages are that the server does not serve itself. */
export interface PageHost {
  readonly url: string
  /** What the server is told of it. */
  readonly env: Environment
  stop(): Promise<void>
}

interface Options extends ChromiumOptions {
  readonly env?: Environment
  readonly pages?: () => Promise<PageHost>
}

/** A server and a Chromium for the tests around; each test opens browsers of its own. */
export interface WebApp {
  readonly server: TestServer
  /** Where its pages are. */
  readonly url: string
  /** A browser that nobody used before, with one empty tab. */
  open(options?: VisitorOptions): Promise<Visitor>
  /** Does something while the server is stopped; then it is back, and knows what it knew. */
  whileStopped(act: () => Promise<void>): Promise<void>
}

interface Running {
  server?: TestServer
  browser?: Browser
  host?: PageHost
  /** Starts a server on the folder of these tests, on the given port or any. */
  start?: (port?: number) => Promise<TestServer>
}

const here = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not started yet')
  return value
}

const photograph = async (visitors: readonly Visitor[]): Promise<void> => {
  for (const [index, { page }] of visitors.entries()) {
    const path = join(tmpdir(), `latchkey-web-${Date.now()}-${index}.png`)
    await page.screenshot({ path, timeout: 5000 }).catch(() => undefined)
    console.warn(`${page.url()} looked like ${path}`)
  }
}

/** Starts both before the tests; after each test nothing may have gone wrong in any of its tabs. */
export const useWebApp = ({ env = {}, pages, ...options }: Options = {}): WebApp => {
  const running: Running = {}
  const faults: string[] = []
  const visitors: Visitor[] = []
  beforeAll(async () => {
    const host = await pages?.()
    const dataDir = aFolder()
    const start = (port?: number) =>
      startServer({ env: { ...env, ...host?.env, ...(port && { PORT: `${port}` }) }, dataDir })
    const starting = start()
    const [server, browser] = await Promise.all([starting, launchChromium(options)])
    Object.assign(running, { start, server, browser, ...(host && { host }) })
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await photograph(visitors)
    const complaints = await Promise.all(visitors.map((visitor) => visitor.complaints()))
    await Promise.all(visitors.map(({ context }) => context.close()))
    visitors.length = 0
    expect(complaints.flat()).toEqual([])
  })
  afterAll(async () => {
    await running.browser?.close()
    await stopServer()
    await running.host?.stop()
    if (running.server) rmSync(running.server.dataDir, { recursive: true, force: true })
    expect(faults).toEqual([])
  })
  const stopServer = async () => {
    await running.server?.stop()
    faults.push(...(running.server?.faults() ?? []))
  }
  return {
    get server() {
      return here(running.server)
    },
    get url() {
      return running.host?.url ?? here(running.server).url
    },
    open: async (options) => {
      const { url: api } = here(running.server)
      const url = running.host?.url ?? api
      const visitor = await aVisitor(here(running.browser), url, { api, ...options })
      visitors.push(visitor)
      return visitor
    },
    whileStopped: async (act) => {
      const { port } = here(running.server)
      await stopServer()
      await act()
      running.server = await here(running.start)(port)
    },
  }
}
