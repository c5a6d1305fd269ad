/*
 * A server as `latchkey start` makes it, but for one thing: it hashes no password where there is no
 * hash to compare with. The tests of enumeration must notice.
 */

import { prepareFirstAdministrator } from '../../apps/server/src/access/first-administrator.ts'
import { configOrExit } from '../../apps/server/src/commands/console.ts'
import { listen } from '../../apps/server/src/commands/listen.ts'
import { createServer } from '../../apps/server/src/commands/server.ts'
import { openInstallation } from '../../apps/server/src/installation.ts'
import { startRedis } from '../../apps/server/src/start-redis.ts'
import { useCases } from '../../apps/server/src/use-cases.ts'
import { createLogger } from '../../packages/process/src/index.ts'

const config = configOrExit()
const log = createLogger({ level: config.logLevel, isProduction: config.production })
const opened = await openInstallation(config)
const { passwords } = opened
const installation: typeof opened = {
  ...opened,
  passwords: {
    ...passwords,
    verify: async (password, hash) =>
      hash === null ? { ok: true, matches: false } : passwords.verify(password, hash),
  },
}
const redis = await startRedis(installation, log)
const cases = useCases(installation, redis)
await prepareFirstAdministrator(installation, cases)
const { app } = await createServer(
  { installation, redis, cases, figures: null, tracing: null },
  log,
)
await listen(app, config)
