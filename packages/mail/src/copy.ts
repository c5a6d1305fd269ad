import { readdirSync, readFileSync } from 'node:fs'
import type { MailTemplate } from '@latchkey/core'

/**
 * The words of one mail, with Liquid placeholders for the values of its template and `brand`.
 * Filters: `hours`, `minutes` (`24 hours`) and `instant` (a time in UTC).
 */
export interface TemplateCopy {
  readonly subject: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** A button, with its plain link below. */
  readonly action?: { readonly label: string; readonly url: string }
  /** Shown large. */
  readonly code?: string
  /** What to do if it was not you. */
  readonly footnote: string
}

/** All mails in one language: one JSON file of the folder `copy`, named by its BCP 47 tag. */
export type MailCopy = Readonly<Record<MailTemplate, TemplateCopy>>

const FALLBACK = 'en'
const folder = new URL('./copy/', import.meta.url)
const loaded = new Map<string, MailCopy>()
let languages: readonly string[] | undefined

/** The languages that mails are written in, as BCP 47 tags. */
export const mailLanguages = (): readonly string[] => {
  languages ??= readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
  return languages
}

/** The copy for `locale`; else for its language; else the English one (RFC 4647 §3.4, lookup). */
export const copyFor = (locale: string): { readonly language: string; readonly copy: MailCopy } => {
  const language = bestLanguage(locale)
  // Our own files; a test checks each against MailCopy.
  const copy: MailCopy =
    loaded.get(language) ?? JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8'))
  loaded.set(language, copy)
  return { language, copy }
}

const bestLanguage = (locale: string): string => {
  const subtags = locale.toLowerCase().split(/[-_]/)
  while (subtags.length > 0) {
    const wanted = subtags.join('-')
    const found = mailLanguages().find((language) => language.toLowerCase() === wanted)
    if (found !== undefined) return found
    subtags.pop()
  }
  return FALLBACK
}
