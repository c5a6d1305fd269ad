import { useConfig } from './use-config.ts'

/** What mails are written in here, and the language that somebody has in any case. */
export const useMailLanguages = (own: string): readonly string[] => [
  ...new Set([...(useConfig()?.locales ?? []), own]),
]
