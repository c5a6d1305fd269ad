import { call, callSignedIn, sentenceFor } from './api.js'
import { find, say } from './page.js'

/**
 * @typedef {{ id: string, email: string, firstName: string | null, lastName: string | null,
 *   username: string | null, roles: string[], createdAt: string }} User
 * @typedef {{ amr: string[], authTime: string }} Session
 * @typedef {import('./api.js').Result} Result
 */

const account = find('[data-account]', HTMLElement)
const lead = find('[data-lead]', HTMLElement)
const retry = find('[data-retry]', HTMLElement)
const buttons = document.querySelectorAll('button')

/** @type {Record<string, string>} */
const METHODS = { pwd: 'password', email: 'a mailed link or code' }

/** @param {string} instant */
const inWords = (instant) =>
  new Date(instant).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' })

const goToLogin = () => location.replace('/auth/login')

/** @param {Result} result */
const explain = (result) => {
  if (result.status === 401) return goToLogin()
  lead.textContent = ''
  say(sentenceFor(result), 'bad')
  retry.hidden = false
}

/** @param {User} user @param {Session} session */
const show = (user, session) => {
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ') || user.username
  find('[data-greeting]', HTMLElement).textContent = `Hello, ${name ?? user.email}`
  lead.textContent = 'You are signed in.'
  /** @type {Record<string, string>} */
  const fields = {
    email: user.email,
    roles: user.roles.join(', '),
    authTime: inWords(session.authTime),
    amr: session.amr.map((method) => METHODS[method] ?? method).join(' and '),
    createdAt: inWords(user.createdAt),
    id: user.id,
  }
  for (const [field, text] of Object.entries(fields))
    find(`[data-field="${field}"]`, HTMLElement).textContent = text
  account.hidden = false
}

const load = async () => {
  retry.hidden = true
  say('')
  const me = await callSignedIn('GET', '/api/auth/me')
  if (!me.ok) return explain(me)
  const session = await callSignedIn('GET', '/api/auth/session')
  if (!session.ok) return explain(session)
  const { user } = /** @type {{ user: User }} */ (/** @type {unknown} */ (me.answer))
  show(user, /** @type {Session} */ (/** @type {unknown} */ (session.answer)))
}

/** @param {Promise<Result>} request */
const leave = async (request) => {
  for (const button of buttons) button.disabled = true
  const result = await request
  if (result.ok || result.status === 401) return goToLogin()
  for (const button of buttons) button.disabled = false
  say(sentenceFor(result), 'bad')
}

find('[data-log-out]', HTMLButtonElement).addEventListener('click', () =>
  leave(call('POST', '/api/auth/logout')),
)
find('[data-log-out-all]', HTMLButtonElement).addEventListener('click', () =>
  leave(callSignedIn('POST', '/api/auth/logout-all')),
)
find('button', HTMLButtonElement, retry).addEventListener('click', load)
for (const button of buttons) button.disabled = false
load()
