import { call } from './api.js'
import { onSubmit } from './form.js'
import { find } from './page.js'

onSubmit(
  find('form', HTMLFormElement),
  (fields) => call('POST', '/api/auth/register', fields),
  () => location.assign('/auth/verify-email'),
)
