/** What mails are written in. */
export const MAIL_LANGUAGES: readonly string[] = ['en', 'de']
