import { call } from './api.js'
import { checklist } from './password-rules.js'

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
 * Takes away a form that can lead nowhere; what helps instead stands in `data-instead`.
 *
 * @param {string} text
 */
export const endHere = (text) => {
  say('')
  for (const part of document.querySelectorAll('form, .links')) part.setAttribute('hidden', '')
  find('[data-lead]', HTMLElement).textContent = text
  find('[data-instead]', HTMLElement).hidden = false
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

/**
 * The rules of a new password below its field; each is ticked as soon as it is met.
 *
 * @param {Element} list
 * @param {import('./password-rules.js').PasswordPolicy} policy
 */
const showRules = (list, policy) => {
  const field = find('#password', HTMLInputElement)
  const rules = checklist(policy).map(({ text, isMetBy }) => {
    const item = document.createElement('li')
    item.textContent = text
    return { item, isMetBy }
  })
  const tick = () => {
    for (const { item, isMetBy } of rules) item.toggleAttribute('data-met', isMetBy(field.value))
  }
  list.replaceChildren(...rules.map(({ item }) => item))
  field.addEventListener('input', tick)
  tick()
}

/** Shows what this installation says of itself: its name, its password rules, whether it is open. */
const showConfig = async () => {
  const { ok, answer } = await call('GET', '/api/config')
  if (!ok) return
  const { brand, password, registrationEnabled } =
    /** @type {{ brand: { name: string }, password: import('./password-rules.js').PasswordPolicy, registrationEnabled: boolean }} */ (
      answer
    )
  for (const element of document.querySelectorAll('[data-brand]')) element.textContent = brand.name
  document.title = `${document.title} · ${brand.name}`
  for (const list of document.querySelectorAll('[data-password-rules]')) showRules(list, password)
  if (registrationEnabled) return
  for (const element of document.querySelectorAll('[data-register]'))
    element.setAttribute('hidden', '')
}

showConfig()
// A link opened in a tab that shows this page already changes its fragment alone.
addEventListener('hashchange', () => location.reload())
// A page that comes back from memory may show somebody who has signed out since.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
