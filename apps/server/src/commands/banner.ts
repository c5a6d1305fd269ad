import type { Config } from '@latchkey/process'
import { say } from './console.ts'

/** Tells a person what to open. The set-up link goes to the console alone, never into the log. */
export const printBanner = (config: Config, setupLink: string | null): void => {
  const rows: (readonly [string, string])[] = [['Latchkey', config.webUrl]]
  if (config.smtpUrl === null && config.resendApiKey === null)
    rows.push(['Mailbox', `${config.publicUrl}/dev/mailbox  (every mail lands here)`])
  if (config.apiDocs) rows.push(['API', `${config.publicUrl}/api/docs`])
  if (setupLink) {
    rows.push(['First administrator', setupLink])
    rows.push(['', 'open it within 30 minutes; it works once'])
  }
  const width = Math.max(...rows.map(([label]) => label.length))
  say('')
  for (const [label, value] of rows) say(`  ${label.padEnd(width)}  ${value}`)
  say('')
}
