import { use, useSyncExternalStore } from 'react'
import { configNews, type PublicConfig, publicConfig } from './config.ts'

/** What this installation says of itself; null when it could not be asked. */
export const useConfig = (): PublicConfig | null => {
  const first = use(publicConfig())
  return useSyncExternalStore(configNews.subscribe, configNews.read) ?? first
}
