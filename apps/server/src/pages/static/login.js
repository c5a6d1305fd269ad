import { call } from './api.js'
import { clearErrors, onSubmit, showErrors, showRefusal } from './form.js'
import { find, goToDashboard, say } from './page.js'

const lead = find('[data-lead]', HTMLElement)
const byPassword = find('#by-password', HTMLFormElement)
const byCode = find('#by-code', HTMLFormElement)
const email = find('#email', HTMLInputElement)
const otp = find('#otp', HTMLInputElement)

/** @typedef {import('./api.js').Result} Result */

/** Shows one of the two forms. @param {boolean} isByCode */
const show = (isByCode) => {
  byCode.hidden = !isByCode
  byPassword.hidden = isByCode
  lead.textContent = isByCode
    ? `Enter the code that goes to ${email.value.trim()}.`
    : 'Welcome back.'
  if (isByCode) otp.focus()
  else email.focus()
}

/** @param {HTMLButtonElement} button */
const mailCode = async (button) => {
  for (const form of [byPassword, byCode]) clearErrors(form)
  if (email.value.trim() === '')
    return showErrors(byPassword, [{ path: 'email', code: 'required', message: 'is missing' }])
  button.disabled = true
  const result = await call('POST', '/api/auth/send-otp', { email: email.value })
  button.disabled = false
  if (!result.ok) return showRefusal(byCode.hidden ? byPassword : byCode, result)
  const isFurther = !byCode.hidden
  show(true)
  say(`${result.answer.message}${isFurther ? ' The earlier one still works, too.' : ''}`)
}

/** @param {Result} result */
const sayCodeIsWrong = ({ answer: { code } }) => {
  if (code !== 'invalid_otp') return false
  const message = 'is wrong or has ended. After a few wrong ones only another code helps'
  showErrors(byCode, [{ path: 'otp', code, message }])
  return true
}

onSubmit(byPassword, (fields) => call('POST', '/api/auth/login', fields), goToDashboard)
onSubmit(
  byCode,
  (fields) =>
    call('POST', '/api/auth/verify-otp', {
      email: email.value,
      otp: fields.otp?.replace(/\s/g, ''),
    }),
  goToDashboard,
  sayCodeIsWrong,
)
for (const selector of ['[data-mail-code]', '[data-resend]']) {
  const button = find(selector, HTMLButtonElement)
  button.addEventListener('click', () => mailCode(button))
}
find('[data-back]', HTMLButtonElement).addEventListener('click', () => {
  say('')
  show(false)
})
