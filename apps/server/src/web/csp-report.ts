import { maskAddresses } from '@latchkey/process'
import * as z from 'zod'

/** What a browser refused, without anything that somebody typed or was sent. */
export interface Refused {
  readonly directive: string
  /** An origin, or a word such as `inline`. */
  readonly blocked: string
  /** The path of the page, without query and fragment. */
  readonly page: string
}

const text = z.string().catch('')
/** By the Reporting API, several at once. */
const violation = z
  .object({
    type: z.literal('csp-violation'),
    body: z.object({ effectiveDirective: text, blockedURL: text, documentURL: text }),
  })
  .transform(({ body }) => [body.effectiveDirective, body.blockedURL, body.documentURL] as const)
/** By `report-uri`, which Firefox and Safari send. */
const older = z
  .object({
    'csp-report': z.object({
      'effective-directive': text,
      'violated-directive': text,
      'blocked-uri': text,
      'document-uri': text,
    }),
  })
  .transform(({ 'csp-report': it }) => {
    const directive = it['effective-directive'] || it['violated-directive']
    return [directive, it['blocked-uri'], it['document-uri']] as const
  })
const one = z.union([violation, older])

/** What can be read of a report; whatever else stands in it is left out. */
export const readReport = (body: string): readonly Refused[] => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return []
  }
  return [parsed].flat().flatMap((entry) => {
    const { data } = one.safeParse(entry)
    if (!data) return []
    const [directive, blocked, document] = data
    return [
      { directive: directiveOf(directive), blocked: sourceOf(blocked), page: pathOf(document) },
    ]
  })
}

const UNKNOWN = 'unknown'
const MAX_LENGTH = 100

const directiveOf = (value: string): string => /^[a-z-]{1,40}/.exec(value)?.[0] ?? UNKNOWN

const urlOf = (value: string): URL | null => (URL.canParse(value) ? new URL(value) : null)

/** `inline`, `eval` and schemes stand for themselves; of an address only the origin is told. */
const sourceOf = (value: string): string => {
  if (/^[a-z-]{1,40}$/.test(value)) return value
  const url = urlOf(value)
  if (!url) return UNKNOWN
  return (url.origin === 'null' ? url.protocol : url.origin).slice(0, MAX_LENGTH)
}

const pathOf = (value: string): string => {
  const url = urlOf(value)
  if (!url || !/^https?:$/.test(url.protocol)) return UNKNOWN
  return maskAddresses(url.pathname.replace(/%40/g, '@')).slice(0, MAX_LENGTH)
}
