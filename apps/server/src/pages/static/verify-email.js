import { call, sentenceFor } from './api.js'
import { clearErrors, onSubmit, showErrors } from './form.js'
import { endHere, find, goToDashboard, say, takeToken } from './page.js'

const token = takeToken()
const lead = find('[data-lead]', HTMLElement)
const byLink = find('#by-link', HTMLFormElement)
const byCode = find('#by-code', HTMLFormElement)
const proof = find('[data-proof]', HTMLElement)
const password = find('#password', HTMLInputElement)
const resend = find('[data-resend]', HTMLButtonElement)

/** @typedef {import('./api.js').Result} Result */

const LINK_HAS_ENDED =
  'This link has ended or was used before. Have you confirmed your address already? Then sign in. Otherwise sign up again and we mail you a new link.'

/** @type {Record<string, string>} */
const CODE_REFUSALS = {
  validation_failed: 'Enter the six digits from the mail.',
  invalid_or_expired_token:
    'The code is wrong or has ended. It works only in the browser that you signed up in.',
}

/** @param {Result} result */
const explainLink = ({ answer: { code } }) => {
  if (code === 'invalid_or_expired_token') endHere(LINK_HAS_ENDED)
  else if (code === 'proof_required') askForPassword()
  else return false
  return true
}

const askForPassword = () => {
  const isRepeat = !proof.hidden
  proof.hidden = false
  password.required = true
  lead.textContent = 'You signed up in another browser, so please enter your password once.'
  if (isRepeat) showErrors(byLink, [{ path: 'password', code: 'wrong', message: 'is not right' }])
  password.focus()
}

/** @param {Result} result */
const explainCode = ({ answer: { code } }) => {
  const message = CODE_REFUSALS[String(code)]
  if (message === undefined) return false
  showErrors(byCode, [{ path: 'code', code: String(code), message, isSentence: true }])
  return true
}

const sendAgain = async () => {
  clearErrors(byCode)
  resend.disabled = true
  const result = await call('POST', '/api/auth/resend-verification')
  const isForeign = result.answer.code === 'validation_failed'
  if (result.ok) say('If the sign-up is still open, its mail is on its way again.')
  else if (isForeign) say('This browser has no open sign-up. Use the link in the mail.', 'bad')
  else say(sentenceFor(result), 'bad')
  resend.disabled = false
  resend.focus()
}

byLink.hidden = token === null
byCode.hidden = token !== null
lead.textContent =
  token === null
    ? 'We sent you a mail. Open its link, or enter its code here.'
    : 'One click and your account is ready.'

onSubmit(
  byLink,
  (fields) =>
    call('POST', '/api/auth/verify-email', {
      token,
      ...(fields.password && { password: fields.password }),
    }),
  goToDashboard,
  explainLink,
)
onSubmit(
  byCode,
  ({ code }) => call('POST', '/api/auth/verify-email', { code: code?.replace(/\s/g, '') }),
  goToDashboard,
  explainCode,
)
resend.addEventListener('click', sendAgain)
