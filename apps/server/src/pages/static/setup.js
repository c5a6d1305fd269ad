import { call } from './api.js'
import { onSubmit } from './form.js'
import { endHere, find, goToDashboard, say, takeToken } from './page.js'

const form = find('form', HTMLFormElement)
const token = takeToken()

form.hidden = token === null
if (token === null)
  endHere(
    'Open the set-up link from the terminal again: it leaves the address bar for safety, so a reload loses it.',
  )

onSubmit(
  form,
  (fields) => call('POST', '/api/setup', { ...fields, token }),
  goToDashboard,
  ({ answer: { code } }) => {
    if (code === 'not_found') {
      endHere('Set-up is closed: this server has its first administrator.')
      return true
    }
    if (code !== 'invalid_or_expired_token') return false
    say('This link has ended. Start the server again: it prints a new one.', 'bad')
    return true
  },
)
