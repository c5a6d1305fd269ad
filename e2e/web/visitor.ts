import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** Somebody with a browser of their own: their cookies, their tabs, and what went wrong in them. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors and warnings of scripts, refused styles, requests to others, tokens that can be read. */
  complaints(): Promise<readonly string[]>
}

export interface VisitorOptions extends BrowserContextOptions {
  /** Complaints that belong to the test. */
  readonly expected?: RegExp
  /** Where the API is, for pages with an origin of their own. */
  readonly api?: string
}

const PATIENCE_MS = 15_000
/** Anything as long as the shortest of our tokens. */
const LIKE_A_TOKEN = /[\w-]{32,}/
/** Ids are no secrets, and stand in addresses. */
const ID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g

/** A refused call of the API is an answer, which the page has to show; the browser logs it too. */
const isAnswer = (text: string, address: string): boolean =>
  text.startsWith('Failed to load resource') && new URL(address).pathname.startsWith('/api/')

const watch = (context: BrowserContext, origin: string, api: string): readonly string[] => {
  const seen: string[] = []
  context.on('console', (message) => {
    const { url } = message.location()
    const isBad = message.type() === 'error' || message.type() === 'warning'
    if (isBad && !isAnswer(message.text(), url || origin)) seen.push(`${url}: ${message.text()}`)
  })
  context.on('weberror', (error) => void seen.push(String(error.error())))
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    const isOurs = asked === origin || asked === api
    if (/^https?:$/.test(protocol) && !isOurs) seen.push(`asked ${asked}`)
  })
  return seen
}

/** Also a refusal that a script catches, which the console does not have. */
const TELL_REFUSALS = `addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  console.error('refused by the policy: ' + effectiveDirective + ' ' + blockedURI))`

/** What a script of the page could read. */
const READABLE =
  '[document.cookie, location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join()'

const tokensIn = async (context: BrowserContext): Promise<readonly string[]> => {
  const open = context.pages().filter((page) => page.url().startsWith('http'))
  const texts = await Promise.all(open.map((page) => page.evaluate<string>(READABLE)))
  return texts
    .filter((text) => LIKE_A_TOKEN.test(text.replace(ID, '')))
    .map((text) => `readable: ${text}`)
}

export const aVisitor = async (
  browser: Browser,
  origin: string,
  { expected, api = origin, ...options }: VisitorOptions = {},
): Promise<Visitor> => {
  const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.addInitScript(TELL_REFUSALS)
  const seen = watch(context, origin, api)
  const page = await context.newPage()
  const unexpected = () => seen.filter((complaint) => !expected?.test(complaint))
  return { context, page, complaints: async () => [...unexpected(), ...(await tokensIn(context))] }
}
