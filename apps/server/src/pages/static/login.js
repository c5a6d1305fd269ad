import { call } from './api.js'
import { onSubmit } from './form.js'
import { find, goToDashboard } from './page.js'

onSubmit(
  find('form', HTMLFormElement),
  (fields) => call('POST', '/api/auth/login', fields),
  goToDashboard,
)
