import { call } from './api.js'
import { onSubmit } from './form.js'
import { endHere, find, goToDashboard, takeToken } from './page.js'

const form = find('form', HTMLFormElement)
const token = takeToken()

form.hidden = token === null
if (token === null) endHere('Open the link in the mail, or have a new one sent to you.')

onSubmit(
  form,
  (fields) => call('POST', '/api/auth/reset-password', { ...fields, token }),
  goToDashboard,
  ({ answer: { code } }) => {
    if (code !== 'invalid_or_expired_token') return false
    endHere('This link has ended or was used before, so no password was changed.')
    return true
  },
)
