import { call } from './api.js'
import { onSubmit } from './form.js'
import { find, goToDashboard, say, takeToken } from './page.js'

const form = find('form', HTMLFormElement)
const token = takeToken()

form.hidden = token === null
if (token === null)
  say('Open the whole set-up link that the server printed when it started.', 'bad')

onSubmit(
  form,
  (fields) => call('POST', '/api/setup', { ...fields, token }),
  goToDashboard,
  ({ answer: { code } }) => {
    if (code === 'not_found') {
      form.hidden = true
      say('This server has its administrator already. Sign in instead.', 'bad')
      return true
    }
    if (code !== 'invalid_or_expired_token') return false
    say('This link has ended. Start the server again: it prints a new one.', 'bad')
    return true
  },
)
