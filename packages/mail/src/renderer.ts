import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { MailTemplate, MailTemplates } from '@latchkey/core'
import type { Template } from 'liquidjs'
import { copyFor, type TemplateCopy } from './copy.ts'

/** A mail without its envelope. */
export interface RenderedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Renders a template in the best language there is for `locale`; `brand` is the product's name. */
export type Render = <T extends MailTemplate>(
  template: T,
  values: MailTemplates[T],
  options: { readonly locale: string; readonly brand: string },
) => RenderedMail

// Controls, line breaks, directional overrides and other invisible characters.
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu

/** One line without invisible characters: no value can add a header, a line or a direction. */
const oneLine = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(INVISIBLE, ' ').trim() : value

const layoutSource = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/**
 * Makes the renderer of all mails. Copy and layouts are read and parsed at first use.
 *
 * Values pass through Liquid once, as values: what stands in them is never parsed. The HTML layout
 * escapes each one (OWASP XSS Prevention, rule 1).
 */
export const createRenderer = (): Render => {
  const layouts = onDemand(loadLayouts)
  const parsed = new Map<string, Template[]>()
  return (template, values, { locale, brand }) => {
    const { text, html } = layouts()
    const { language, copy } = copyFor(locale)
    const clean = Object.entries(values).map(([key, value]) => [key, oneLine(value)])
    const scope = { ...Object.fromEntries(clean), brand: oneLine(brand) }
    const fill = (source: string): string => {
      const parts = parsed.get(source) ?? text.engine.parse(source)
      parsed.set(source, parts)
      return text.engine.renderSync(parts, scope, { globals: { language } }).trim()
    }
    const content = { ...fillCopy(copy[template], fill), language, brand: scope.brand }
    return {
      subject: content.subject,
      text: text.engine.renderSync(text.layout, content),
      html: html.engine.renderSync(html.layout, content),
    }
  }
}

const onDemand = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const loadLayouts = () => {
  // Required, not imported: 46 ms and 13 MB that no start should pay, and rendering is synchronous.
  const { Liquid }: typeof import('liquidjs') = createRequire(import.meta.url)('liquidjs')
  const strict = { strictVariables: true, strictFilters: true, ownPropertyOnly: true } as const
  const text = new Liquid(strict)
  const html = new Liquid({ ...strict, outputEscape: 'escape' })
  text.registerFilter('hours', inUnit('hour'))
  text.registerFilter('minutes', inUnit('minute'))
  text.registerFilter('instant', instant)
  return {
    text: { engine: text, layout: text.parse(layoutSource('./layout.text.liquid')) },
    html: { engine: html, layout: html.parse(layoutSource('./layout.html.liquid')) },
  }
}

/** What a filter sees of its caller. */
interface FilterContext {
  readonly context: { readonly globals: object }
}

const languageOf = ({ context }: FilterContext): string =>
  'language' in context.globals ? String(context.globals.language) : 'en'

/** A filter that writes a number with its unit in the mail's language: `1 hour`, `30 Minuten`. */
const inUnit = (unit: 'hour' | 'minute') =>
  function (this: FilterContext, amount: number): string {
    const format = { style: 'unit', unit, unitDisplay: 'long' } as const
    return new Intl.NumberFormat(languageOf(this), format).format(amount)
  }

/** A filter that writes an ISO 8601 time in the mail's language, in UTC: we know no other zone. */
function instant(this: FilterContext, iso: string): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(languageOf(this), format).format(new Date(iso))} UTC`
}

/** The copy with its placeholders filled; what a template does not have is null. */
const fillCopy = (copy: TemplateCopy, fill: (source: string) => string) => ({
  subject: fill(copy.subject),
  heading: fill(copy.heading),
  paragraphs: copy.paragraphs.map(fill),
  code: copy.code === undefined ? null : fill(copy.code),
  action: copy.action
    ? { label: fill(copy.action.label), url: webUrl(fill(copy.action.url)) }
    : null,
  footnote: fill(copy.footnote),
})

const webUrl = (url: string): string => {
  if (!/^https?:\/\//.test(url)) throw new Error('a mail links to the web only')
  return url
}
