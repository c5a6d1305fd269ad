import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Environment } from '../process.ts'
import { startServer, type TestServer } from '../server.ts'
import { type ChromiumOptions, launchChromium } from './chromium.ts'
import { aVisitor, type Visitor, type VisitorOptions } from './visitor.ts'

interface Options extends ChromiumOptions {
  readonly env?: Environment
}

/** A server and a Chromium for the tests around; each test opens browsers of its own. */
export interface WebApp {
  readonly server: TestServer
  /** A browser that nobody used before, with one empty tab. */
  open(options?: VisitorOptions): Promise<Visitor>
}

const photograph = async (visitors: readonly Visitor[]): Promise<void> => {
  for (const [index, { page }] of visitors.entries()) {
    const path = join(tmpdir(), `latchkey-web-${Date.now()}-${index}.png`)
    await page.screenshot({ path, timeout: 5000 }).catch(() => undefined)
    console.warn(`${page.url()} looked like ${path}`)
  }
}

/** Starts both before the tests; after each test nothing may have gone wrong in any of its tabs. */
export const useWebApp = ({ env = {}, ...browser }: Options = {}): WebApp => {
  const running: { server?: TestServer; browser?: Browser } = {}
  const visitors: Visitor[] = []
  beforeAll(async () => {
    const [server, chromium] = await Promise.all([startServer({ env }), launchChromium(browser)])
    Object.assign(running, { server, browser: chromium })
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
    await running.server?.stop()
    expect(running.server?.faults()).toEqual([])
  })
  const here = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('not started yet')
    return value
  }
  return {
    get server() {
      return here(running.server)
    },
    open: async (options) => {
      const visitor = await aVisitor(here(running.browser), here(running.server).url, options)
      visitors.push(visitor)
      return visitor
    },
  }
}
