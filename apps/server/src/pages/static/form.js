import { sentenceFor } from './api.js'
import { say } from './page.js'

/** @typedef {import('./api.js').Result} Result */
/** @typedef {import('./api.js').FieldError & { isSentence?: boolean }} FieldError */

/**
 * Wires a form: one request at a time, and every refusal stands at its field or above the form.
 *
 * @param {HTMLFormElement} form
 * @param {(fields: Record<string, string>) => Promise<Result>} send
 * @param {(result: Result) => void} onAccepted The form stays closed afterwards.
 * @param {(result: Result) => boolean} [onRefused] True when the page has said what there is to say.
 */
export const onSubmit = (form, send, onAccepted, onRefused = () => false) => {
  addRevealButtons(form)
  setBusy(form, false)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    clearErrors(form)
    const missing = missingFields(form)
    if (missing.length > 0) return showErrors(form, missing)
    const focused = document.activeElement
    setBusy(form, true)
    const result = await send(fieldsOf(form))
    if (result.ok) return onAccepted(result)
    setBusy(form, false)
    if (focused instanceof HTMLElement) focused.focus()
    if (!onRefused(result)) showRefusal(form, result)
  })
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
const inputsOf = (form) => [...form.querySelectorAll('input')]

/** @param {HTMLFormElement} form */
const fieldsOf = (form) =>
  Object.fromEntries(inputsOf(form).map((input) => [input.name, input.value]))

/** @param {HTMLFormElement} form @returns {FieldError[]} */
const missingFields = (form) =>
  inputsOf(form)
    .filter((input) => input.required && input.value.trim() === '')
    .map(({ name }) => ({ path: name, code: 'required', message: 'is missing' }))

/** @param {HTMLFormElement} form @param {boolean} isBusy */
const setBusy = (form, isBusy) => {
  form.setAttribute('aria-busy', String(isBusy))
  for (const button of form.querySelectorAll('button')) button.disabled = isBusy
}

/** Says why, at its field or above the form. @param {HTMLFormElement} form @param {Result} result */
export const showRefusal = (form, result) => {
  const errors = /** @type {FieldError[]} */ (result.answer.errors ?? [])
  const atFields = errors.filter(({ path }) => inputsOf(form).some(({ name }) => name === path))
  if (atFields.length > 0) return showErrors(form, atFields)
  say(sentenceFor(result), 'bad')
}

/**
 * Puts each error below its field and the cursor into the first of them. A message goes on where the
 * field's label ends, unless it is a sentence by itself.
 *
 * @param {HTMLFormElement} form
 * @param {FieldError[]} errors
 */
export const showErrors = (form, errors) => {
  const inputs = inputsOf(form).filter(({ name }) => errors.some(({ path }) => path === name))
  for (const input of inputs) {
    const own = errors.filter(({ path }) => path === input.name)
    const error = document.createElement('p')
    error.className = 'error'
    error.id = `${input.id}-error`
    error.textContent = sentenceAt(input, own)
    input.closest('div:not(.secret)')?.append(error)
    input.setAttribute('aria-invalid', 'true')
    input.setAttribute('aria-describedby', `${error.id} ${hintOf(input)}`.trim())
  }
  inputs[0]?.focus()
}

/** @param {HTMLInputElement} input @param {FieldError[]} errors */
const sentenceAt = (input, errors) => {
  const sentence = errors.find(({ isSentence }) => isSentence)
  if (sentence) return sentence.message
  const messages = errors.map(({ message }) => message)
  return `${labelOf(input)} ${new Intl.ListFormat('en').format(messages)}.`
}

/**
 * Takes away what an earlier answer said, above the form and at its fields.
 *
 * @param {HTMLFormElement} form
 */
export const clearErrors = (form) => {
  say('')
  for (const error of form.querySelectorAll('.error')) error.remove()
  for (const input of inputsOf(form)) {
    input.removeAttribute('aria-invalid')
    input.setAttribute('aria-describedby', hintOf(input))
  }
}

/** @param {HTMLInputElement} input */
const labelOf = ({ labels }) => labels?.[0]?.textContent ?? 'This'

/** The standing hint of a field, when it has one. @param {HTMLInputElement} input */
const hintOf = ({ id }) => (document.getElementById(`${id}-rules`) ? `${id}-rules` : '')

/** @param {HTMLFormElement} form */
const addRevealButtons = (form) => {
  for (const input of form.querySelectorAll('input')) {
    if (input.type !== 'password') continue
    const button = document.createElement('button')
    button.type = 'button'
    button.setAttribute('aria-label', `Show ${labelOf(input).toLowerCase()}`)
    /** @param {boolean} isShown */
    const show = (isShown) => {
      input.type = isShown ? 'text' : 'password'
      button.textContent = isShown ? 'Hide' : 'Show'
      button.setAttribute('aria-pressed', String(isShown))
    }
    show(false)
    button.addEventListener('click', () => show(input.type === 'password'))
    // A browser remembers as a password only what stands in such a field.
    form.addEventListener('submit', () => show(false))
    input.after(button)
  }
}
