import { call } from './api.js'
import { onSubmit } from './form.js'
import { find, goToDashboard, say, takeToken } from './page.js'

const form = find('form', HTMLFormElement)
const token = takeToken()

form.hidden = token === null
if (token === null) say('Open the link in the mail, or have a new one sent to you.', 'bad')

onSubmit(
  form,
  (fields) => call('POST', '/api/auth/reset-password', { ...fields, token }),
  goToDashboard,
)
