import { call, sentenceFor } from './api.js'
import { onSubmit, showErrors } from './form.js'
import { find, goToDashboard, say, takeToken } from './page.js'

const token = takeToken()
const lead = find('[data-lead]', HTMLElement)
const byLink = find('#by-link', HTMLFormElement)
const byCode = find('#by-code', HTMLFormElement)
const proof = find('[data-proof]', HTMLElement)
const password = find('#password', HTMLInputElement)
const resend = find('[data-resend]', HTMLButtonElement)

/** @typedef {import('./api.js').Result} Result */

/** @param {Result} result */
const askForPassword = ({ answer: { code } }) => {
  if (code !== 'proof_required') return false
  const isRepeat = !proof.hidden
  proof.hidden = false
  password.required = true
  lead.textContent = 'You signed up in another browser, so please enter your password once.'
  if (isRepeat) showErrors(byLink, [{ path: 'password', code, message: 'is not right' }])
  password.focus()
  return true
}

/** @param {Result} result */
const sayCodeIsWrong = ({ answer: { code } }) => {
  if (code !== 'invalid_or_expired_token') return false
  const message = 'is wrong or has ended. It works only in the browser that you signed up in'
  showErrors(byCode, [{ path: 'code', code, message }])
  return true
}

const sendAgain = async () => {
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
  askForPassword,
)
onSubmit(
  byCode,
  ({ code }) => call('POST', '/api/auth/verify-email', { code: code?.replace(/\s/g, '') }),
  goToDashboard,
  sayCodeIsWrong,
)
resend.addEventListener('click', sendAgain)
