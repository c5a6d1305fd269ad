import type { SettingsNews } from './settings-in-memory.ts'

interface Log {
  info(text: string): void
  warn(text: string): void
}

/** Every server says what counts from now on, and what stands in the database and does not. */
export const tellOfSettings = (log: Log, { changed, unused }: SettingsNews): void => {
  for (const { key, from, to } of changed) log.info(`setting ${key} is ${to}, it was ${from}`)
  for (const { key, problem } of unused)
    log.warn(`setting ${key} ${problem}: what the database has for it is not used`)
}
