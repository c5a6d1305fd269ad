/** Where mails tell an operator what they should know; never an address or a content. */
export interface MailLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** What an error is, without what it says: messages may quote a mail. */
export const nameOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.name) : typeof error
