import { call } from './api.js'

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [root]
 * @returns {T}
 */
export const find = (selector, kind, root = document) => {
  const found = root.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${selector}`)
}

/**
 * Says something above the form, aloud too; an empty text takes it away.
 *
 * @param {string} text
 * @param {'good' | 'bad'} [tone]
 */
export const say = (text, tone = 'good') => {
  const notice = find('[data-notice]', HTMLElement)
  notice.dataset.tone = tone
  notice.textContent = text
}

/**
 * The token of a mailed or printed link. It is taken out of the address bar at once, so that it
 * stays in no history, bookmark or screenshot.
 */
export const takeToken = () => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (location.hash !== '') history.replaceState(null, '', location.pathname)
  return token
}

/** A user who is signed in begins here. */
export const goToDashboard = () => location.assign('/dashboard')

/** @type {Record<string, string>} */
const RULES = {
  upper: 'an upper-case letter',
  lower: 'a lower-case letter',
  digit: 'a digit',
  special: 'a character that is neither letter nor digit',
}

/** @param {{ minLength: number, rules: string[] }} password */
const rulesInWords = ({ minLength, rules }) => {
  const parts = rules.map((rule) => RULES[rule]).filter((words) => words !== undefined)
  const last = parts.pop()
  const list = parts.length > 0 ? `${parts.join(', ')} and ${last}` : last
  return `At least ${minLength} characters${list ? `, with ${list}` : ''}. No well-known passwords.`
}

/** Shows what this installation says of itself: its name, its password rules, whether it is open. */
const showConfig = async () => {
  const { ok, answer } = await call('GET', '/api/config')
  if (!ok) return
  const { brand, password, registrationEnabled } =
    /** @type {{ brand: { name: string }, password: { minLength: number, rules: string[] }, registrationEnabled: boolean }} */ (
      answer
    )
  for (const element of document.querySelectorAll('[data-brand]')) element.textContent = brand.name
  document.title = `${document.title} · ${brand.name}`
  for (const element of document.querySelectorAll('[data-password-rules]'))
    element.textContent = rulesInWords(password)
  if (registrationEnabled) return
  for (const element of document.querySelectorAll('[data-register]'))
    element.setAttribute('hidden', '')
}

showConfig()
// A link opened in a tab that shows this page already changes its fragment alone.
addEventListener('hashchange', () => location.reload())
// A page that comes back from memory may show somebody who has signed out since.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
