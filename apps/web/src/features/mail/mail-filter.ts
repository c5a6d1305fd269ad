export const STATES = ['queued', 'deferred', 'sent', 'failed', 'dead'] as const
export type MailState = (typeof STATES)[number]

/** Every mail that there is, by its name in the API. */
export const TEMPLATES = [
  'verify_email',
  'account_exists',
  'welcome',
  'invitation',
  'reset_password',
  'sign_in_code',
  'password_changed',
  'account_locked',
  'signed_in_after_failures',
  'new_device',
  'account_deleted',
  'confirm_new_address',
  'address_in_use',
  'address_change_requested',
  'address_changed',
  'token_reused',
] as const

/** Which mails are meant, as the API takes it. */
export interface MailFilter {
  readonly state?: MailState
  readonly template?: string
  readonly to?: string
}

const MAX_ADDRESS = 254

/** The filter that an address has; what the API would refuse is left out. */
export const filterIn = (search: URLSearchParams): MailFilter => {
  const state = STATES.find((one) => one === search.get('state'))
  const template = TEMPLATES.find((one) => one === search.get('template'))
  const to = search.get('to')?.trim().slice(0, MAX_ADDRESS)
  return { ...(state && { state }), ...(template && { template }), ...(to && { to }) }
}

/** The same as part of an address. */
export const searchOf = (filter: MailFilter): URLSearchParams => new URLSearchParams({ ...filter })
