/** What is wrong with fields that only the server can judge, as details of `validation_failed`. */
export const BAD_ROLES = {
  errors: [{ path: 'roles', code: 'role_unknown', message: 'must be roles that there are' }],
}
export const BAD_CURSOR = {
  errors: [{ path: 'cursor', code: 'cursor_unknown', message: 'is no cursor of this list' }],
}
