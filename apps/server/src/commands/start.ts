import { mailLanguages } from '@latchkey/mail'
import closeWithGrace from 'close-with-grace'
import { prepareFirstAdministrator } from '../access/first-administrator.ts'
import { startHousekeeping } from '../housekeeping.ts'
import { createApp } from '../http/app.ts'
import { drain } from '../http/drain.ts'
import { localeFrom } from '../http/locale.ts'
import { createLogger, type Logger } from '../http/logger.ts'
import { type Installation, openInstallation } from '../installation.ts'
import { startMail } from '../mail/start-mail.ts'
import { registerPages, registerRoutes } from '../routes.ts'
import { useCases } from '../use-cases.ts'
import { printBanner } from './banner.ts'
import { configOrExit, fail, orExplain } from './console.ts'

/** What an orderly stop may take beside the hashing queue: the mails in the air and a margin. */
const STOP_MARGIN_MS = 20_000

/** `latchkey start`: migrates, serves, and stops without losing an accepted request. */
export const start = (): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    const log = createLogger({ level: config.logLevel, isProduction: config.production })
    const installation = await openInstallation(config)
    const server = await startServer(installation, log)
    printBanner(config, server.setupLink)
    for (const { name, message } of config.warnings) log.warn(`${name} ${message}`)
    closeWithGrace(
      { delay: config.hashMaxWaitMs + STOP_MARGIN_MS, logger: false },
      async ({ err }) => {
        if (err) log.fatal({ err }, 'the process ends after an error nobody handled')
        await server.stop()
      },
    )
  })

const startServer = async (installation: Installation, log: Logger) => {
  const { config, clock, database } = installation
  const vitals = {
    database: async () =>
      (await database.isReady()) ? ('healthy' as const) : ('unhealthy' as const),
  }
  const cases = useCases(installation)
  const isHttps = config.publicUrl.startsWith('https:')
  const origins = config.webOrigins
  const app = await createApp({ log, clock, isHttps, origins, trustedProxies: config.trustProxy })
  const draining = drain(app, config.hashMaxWaitMs)
  const mail = startMail(installation, log)
  const locales = mailLanguages()
  registerRoutes(app, {
    installation,
    useCases: cases,
    vitals: { ...vitals, mail: mail.state, isAccepting: draining.isAccepting },
    locales,
    localeOf: localeFrom(locales),
  })
  registerPages(app, installation, mail.mailbox)
  const makeSetupLink = await prepareFirstAdministrator(installation, cases)
  const housekeeping = startHousekeeping(installation, log)
  try {
    await app.listen({
      host: config.host,
      port: config.port,
      listenTextResolver: (address) => `listening on ${address}`,
    })
  } catch (error) {
    fail(listenProblem(error, config.host, config.port))
  }
  const setupLink = makeSetupLink ? await makeSetupLink() : null
  return {
    setupLink,
    async stop() {
      await draining.begin()
      housekeeping.stop()
      await mail.stop()
      await installation.close()
    },
  }
}

const listenProblem = (error: unknown, host: string, port: number): string => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return `port ${port} is in use by another program; stop it, or choose another PORT`
  if (code === 'EACCES') return `port ${port} may not be opened; choose a PORT above 1023`
  return `cannot listen on ${host}:${port} (${code || error}); check HOST and PORT`
}
