/** One rendered mail. */
export interface Mail {
  /** Stable over repeats: becomes the local part of `Message-ID`. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly createdAt: Date
}

/**
 * What a mail server said: `sent`; `unreachable` (nobody heard us: costs no try); `refused` for now
 * or, when `permanent`, for good. `reason` holds no address and nothing of the mail's content.
 */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly permanent: boolean; readonly reason: string }

/** A way to send mail. Never throws for what a mail server does. */
export interface MailSender {
  send(mail: Mail): Promise<SendOutcome>
  close(): Promise<void>
}
