import {
  createLogger,
  loadMailerConfig,
  type MailerConfig,
  processEnvironment,
} from '@latchkey/process'
import { DatabaseProblem } from '@latchkey/sql'
import closeWithGrace from 'close-with-grace'
import { startMailer } from './mailer.ts'

/** What an orderly stop may take: the mails under way, and a margin. */
const STOP_MS = 15_000

// Nobody but the owner reads what we write: the generated secret, the dev mailbox.
process.umask(0o077)

/** Says why the worker cannot go on, and ends the process. */
const fail = (message: string): never => {
  process.stderr.write(`\nlatchkey mailer: ${message}\n\n`)
  process.exit(1)
}

const configOrExit = (): MailerConfig => {
  const loaded = loadMailerConfig(processEnvironment(), { cwd: process.cwd() })
  if (loaded.ok) return loaded.config
  const lines = loaded.problems.map(({ name, message }) => `  ${name}: ${message}`)
  return fail(`the configuration cannot be used:\n\n${lines.join('\n')}`)
}

const config = configOrExit()
const log = createLogger({ level: config.logLevel, isProduction: config.production })
for (const { name, message } of config.warnings) log.warn(`${name} ${message}`)

const mailer = await startMailer(config, log).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error)
  return fail(`METRICS_HOST and METRICS_PORT cannot be used: ${reason}`)
})
closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err }) => {
  if (err) log.fatal({ err }, 'the process ends after an error nobody handled')
  await mailer.stop()
})
await mailer.started.then(
  () => log.info('the outbox is open; which mails are due comes by the broker'),
  (error: unknown) => {
    if (error instanceof DatabaseProblem) fail(error.message)
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  },
)
