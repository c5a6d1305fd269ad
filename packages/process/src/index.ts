export type {
  Config,
  Listening,
  LoadedConfig,
  LoadedPlaces,
  LogLevel,
  Places,
  Remark,
} from './config/config.ts'
export { processEnvironment } from './config/env.ts'
export { loadConfig, loadPlaces } from './config/load-config.ts'
export {
  type LoadedMailerConfig,
  loadMailerConfig,
  type MailerConfig,
} from './config/mailer-config.ts'
export { VARIABLE_NAMES } from './config/schema.ts'
export { ensureFolder } from './config/secret-file.ts'
export { readSecret } from './config/secret-value.ts'
export { whenDatabaseAnswers } from './database/when-database-answers.ts'
export { type Answer, answerPaths } from './http/answer-paths.ts'
export {
  type DerivedKey,
  type DerivedKeys,
  type Keyring,
  keyring,
  type RootSecrets,
} from './keys/keyring.ts'
export { mailKeyText } from './keys/mail-key.ts'
export { createLogger, type Logger, maskAddresses } from './log/logger.ts'
