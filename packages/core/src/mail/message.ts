/** What each template needs to be rendered. Links are whole; times are ISO 8601. */
export interface MailTemplates {
  readonly verify_email: { readonly link: string; readonly code: string; readonly hours: number }
  readonly account_exists: { readonly loginLink: string; readonly resetLink: string }
  readonly welcome: { readonly firstName: string | null; readonly loginLink: string }
  readonly invitation: { readonly link: string; readonly hours: number }
  readonly reset_password: { readonly link: string; readonly minutes: number }
  readonly sign_in_code: { readonly code: string; readonly minutes: number }
  readonly password_changed: { readonly at: string; readonly resetLink: string }
  readonly confirm_new_address: { readonly code: string; readonly minutes: number }
  readonly address_in_use: { readonly loginLink: string; readonly resetLink: string }
  readonly address_change_requested: { readonly at: string; readonly resetLink: string }
  readonly address_changed: { readonly at: string }
  readonly account_locked: {
    readonly at: string
    /** Until a new password is chosen, else for `minutes`. */
    readonly isDisabled: boolean
    readonly minutes: number
    readonly ipAddress: string
    readonly resetLink: string
  }
  readonly signed_in_after_failures: {
    readonly at: string
    /** How many wrong passwords came before the right one. */
    readonly failures: number
    readonly ipAddress: string
    readonly resetLink: string
  }
  readonly new_device: {
    readonly at: string
    /** Such as "Firefox on Linux"; made of known names alone. */
    readonly device: string
    readonly ipAddress: string
    readonly resetLink: string
  }
  readonly account_deleted: {
    readonly at: string
    /** By the user; else by an administrator. */
    readonly isOwnWish: boolean
  }
  readonly token_reused: {
    readonly at: string
    readonly ipAddress: string
    readonly userAgent: string
    readonly resetLink: string
  }
}
export type MailTemplate = keyof MailTemplates

/** A mail to be sent, as a use case orders it. */
export type MailOrder = {
  readonly [T in MailTemplate]: {
    readonly template: T
    /**
     * The stored address of a user, an attempt or an invitation, never one from a request. Null for a decoy: it
     * is written, claimed and rendered like any other, so that no time tells it apart, and dropped.
     */
    readonly to: string | null
    readonly locale: string
    readonly data: MailTemplates[T]
    /** After this the mail has no use any more: its code or link has ended. */
    readonly expiresAt: Date
  }
}[MailTemplate]

/** When a notice, a mail without code or link, is no longer worth sending: after 72 hours. */
export const noticeExpiry = (now: Date): Date => new Date(now.getTime() + 72 * 3_600_000)

/**
 * Where a message stands: `queued` (never tried), `deferred` (to be tried again), `sent`
 * (accepted by the mail server), `failed` (expired before it could be sent), `dead` (refused for good).
 */
export type MessageState = 'queued' | 'deferred' | 'sent' | 'failed' | 'dead'

/** The transactional outbox. */
export interface Outbox {
  /** Adds the message; it is sent if, and only if, the unit of work commits. */
  add(order: MailOrder, now: Date): Promise<void>

  /** Deletes every message to these addresses; one that is being sent just now may still arrive. */
  withdraw(addresses: readonly string[]): Promise<void>
}
