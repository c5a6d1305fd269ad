/** @typedef {{ id: string, to: string, subject: string, text: string, sentAt: string }} Mail */

const POLL_MS = 2000

/** @type {Intl.DateTimeFormatOptions} */
const WHEN = { dateStyle: 'medium', timeStyle: 'short' }

/** What a link is for, by where it leads; any other is just opened. */
const PURPOSES = [
  ['/auth/verify-email', 'Confirm address'],
  ['/auth/reset-password', 'Choose a new password'],
  ['/auth/forgot-password', 'Reset password'],
  ['/auth/login', 'Sign in'],
  ['/setup', 'Set up'],
]

/**
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
const find = (root, selector, kind) => {
  const found = root.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${selector}`)
}

const state = find(document, '#state', HTMLElement)
const list = find(document, '#mails', HTMLElement)
const filter = find(document, '#filter', HTMLInputElement)
const template = find(document, '#mail', HTMLTemplateElement)
/** @type {string | null} */
let seen = null

/** @param {string} text */
const linksIn = (text) => [...new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])]

/** Six digits in a row that are no part of a link. @param {string} text */
const codeIn = (text) =>
  text.replace(/https?:\/\/\S+/g, ' ').match(/(?<![\w.-])\d{6}(?![\w-])/)?.[0] ?? null

/** @param {string} href */
const purposeOf = (href) => {
  const { pathname, host } = new URL(href)
  return PURPOSES.find(([path]) => path === pathname)?.[1] ?? `Open ${host}${pathname}`
}

/** @param {string} href */
const linkTo = (href) => {
  const link = document.createElement('a')
  link.href = href
  link.textContent = purposeOf(href)
  return link
}

/** @param {Mail} mail */
const frameFor = ({ id, subject }) => {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', '')
  frame.title = `HTML of “${subject}”`
  frame.src = `/dev/mailbox/${encodeURIComponent(id)}.html`
  return frame
}

/** @param {DocumentFragment} card @param {string} code @param {string} subject */
const showCode = (card, code, subject) => {
  find(card, '[data-code-line]', HTMLElement).hidden = false
  const output = find(card, '[data-code]', HTMLElement)
  output.textContent = code
  output.setAttribute('aria-label', `Code for “${subject}”`)
  const copy = find(card, '[data-copy]', HTMLButtonElement)
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code)
    copy.textContent = 'Copied'
  })
  copy.hidden = navigator.clipboard === undefined
}

/** @param {Mail} mail @param {boolean} isNew */
const cardFor = (mail, isNew) => {
  const card = document.importNode(template.content, true)
  const article = find(card, 'article', HTMLElement)
  article.id = mail.id
  article.toggleAttribute('data-new', isNew)
  find(card, '[data-subject]', HTMLElement).textContent = mail.subject
  find(card, '[data-to]', HTMLElement).textContent = mail.to
  const sent = find(card, '[data-sent]', HTMLTimeElement)
  sent.dateTime = mail.sentAt
  sent.textContent = new Date(mail.sentAt).toLocaleString(undefined, WHEN)
  find(card, '[data-text]', HTMLElement).textContent = mail.text
  find(card, '[data-links]', HTMLElement).append(...linksIn(mail.text).map(linkTo))
  const code = codeIn(mail.text)
  if (code) showCode(card, code, mail.subject)
  const html = find(card, '[data-html]', HTMLDetailsElement)
  html.addEventListener('toggle', () => html.append(frameFor(mail)), { once: true })
  return card
}

/** @param {number} count @param {number} shown */
const summaryOf = (count, shown) => {
  if (count === 0) return 'No mail yet. It appears here by itself.'
  if (shown < count) return `${shown} of ${count} mails, newest first.`
  return count === 1 ? 'One mail.' : `${count} mails, newest first.`
}

/** Shows the mails whose address has what the filter says. */
const applyFilter = () => {
  const wanted = filter.value.trim().toLowerCase()
  const cards = [...list.querySelectorAll('article')]
  for (const card of cards) {
    const to = find(card, '[data-to]', HTMLElement).textContent.toLowerCase()
    card.hidden = !to.includes(wanted)
  }
  state.textContent = summaryOf(cards.length, cards.filter(({ hidden }) => !hidden).length)
}

const refresh = async () => {
  const response = await fetch('/dev/mailbox.json')
  /** @type {{ messages: Mail[] }} */
  const { messages } = await response.json()
  const isFirst = seen === null
  seen = response.headers.get('etag')
  const fresh = messages.filter(({ id }) => !document.getElementById(id))
  list.prepend(...fresh.map((mail) => cardFor(mail, !isFirst)))
  applyFilter()
}

const poll = async () => {
  try {
    const isVisible = document.visibilityState === 'visible'
    const head =
      isVisible || seen === null ? await fetch('/dev/mailbox.json', { method: 'HEAD' }) : null
    if (head && head.headers.get('etag') !== seen) await refresh()
  } catch {
    state.textContent = 'The server does not answer. This page goes on by itself once it does.'
    seen = null
  }
  setTimeout(poll, POLL_MS)
}

filter.addEventListener('input', applyFilter)
poll()
