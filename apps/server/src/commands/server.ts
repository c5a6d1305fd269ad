import type { Clock } from '@latchkey/core'
import { mailLanguages } from '@latchkey/mail'
import type { Config, Logger } from '@latchkey/process'
import { startLinking } from '../audit/start-linking.ts'
import { startHousekeeping } from '../housekeeping.ts'
import { type AppOptions, createApp } from '../http/app.ts'
import { drain } from '../http/drain.ts'
import { localeFrom } from '../http/locale.ts'
import type { Installation } from '../installation.ts'
import { startMail } from '../mail/start-mail.ts'
import type { ServerFigures } from '../metrics/server-figures.ts'
import { registerPages, registerRoutes } from '../routes.ts'
import type { RedisPart } from '../start-redis.ts'
import type { Tracing } from '../tracing/start-tracing.ts'
import type { UseCases } from '../use-cases.ts'

const clock: Clock = { now: () => new Date() }

/** What the configuration says about every HTTP server of this process. */
export const appOptions = (config: Config, log: Logger): AppOptions => ({
  log,
  clock,
  isHttps: config.publicUrl.startsWith('https:'),
  origins: config.webOrigins,
  trustedProxies: config.trustProxy,
})

interface Opened {
  readonly installation: Installation
  readonly redis: RedisPart
  readonly cases: UseCases
  /** Null when nobody reads them. */
  readonly figures: ServerFigures | null
  /** Null when no collector is named. */
  readonly tracing: Tracing | null
}

/** The server of an installation, at work but for the requests: it does not listen yet. */
export const createServer = async (opened: Opened, log: Logger) => {
  const { installation, redis, cases, figures, tracing } = opened
  const { config, database } = installation
  const app = await createApp(appOptions(config, log))
  const draining = drain(app, config.hashMaxWaitMs)
  const isReady = async () => draining.isAccepting() && (await database.isReady())
  tracing?.watch(app)
  figures?.watch({ app, installation, isReady })
  const mail = await startMail(installation, log, figures?.noteMail)
  const locales = mailLanguages()
  registerRoutes(app, {
    installation,
    useCases: cases,
    vitals: {
      database: async () => ((await database.isReady()) ? 'healthy' : 'unhealthy'),
      cache: redis.state,
      broker: mail.broker,
      mail: mail.state,
      isAccepting: draining.isAccepting,
    },
    mailbox: mail.mailbox,
    locales,
    localeOf: localeFrom(locales),
  })
  registerPages(app, installation, mail.mailbox)
  const housekeeping = startHousekeeping(installation, log)
  const linking = startLinking(installation, log)
  return {
    app,
    async stop() {
      await draining.begin()
      housekeeping.stop()
      await mail.stop()
      await linking.stop()
      redis.stop()
      await installation.close()
      await tracing?.stop()
    },
  }
}
