import { call } from './api.js'
import { onSubmit } from './form.js'
import { find, say } from './page.js'

const form = find('form', HTMLFormElement)

onSubmit(
  form,
  (fields) => call('POST', '/api/auth/forgot-password', fields),
  ({ answer }) => {
    form.hidden = true
    find('[data-after]', HTMLElement).hidden = false
    say(String(answer.message))
  },
)
