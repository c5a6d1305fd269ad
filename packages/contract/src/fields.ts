import {
  isAtMostDeep,
  MAX_NAME_LENGTH,
  MAX_PREFERENCES_BYTES,
  MAX_PREFERENCES_DEPTH,
  parseEmail,
  parseName,
  parsePhone,
} from '@latchkey/core/rules'
import * as z from 'zod'

const isCleanText = (value: string): boolean => value.isWellFormed() && !value.includes('\0')

/** A string of at most `max` UTF-16 units without lone surrogates and NUL. */
export const text = (max: number) =>
  z.string().max(max).refine(isCleanText, { error: 'must be well-formed Unicode without NUL' })

/** Text that a rule of core turns into its stored form, or refuses by returning null. */
const parsed = <T>(max: number, parse: (input: string) => T | null, error: string) =>
  text(max).transform((value, context): T => {
    const result = parse(value)
    if (result !== null) return result
    context.issues.push({ code: 'custom', message: error, input: value })
    return z.NEVER
  })

/** One mail address, read by the one parser there is. */
export const email = parsed(
  320,
  parseEmail,
  'must be one mail address, such as ada@example.com',
).meta({
  description: 'A mail address',
  examples: ['ada@example.com'],
})

export const personName = parsed(
  4 * MAX_NAME_LENGTH,
  parseName,
  `must be 1 to ${MAX_NAME_LENGTH} visible characters`,
)

export const phone = parsed(64, parsePhone, 'must be a phone number, such as +49 30 1234567')

/** The language of mails (BCP 47); one that there is no translation for falls back to another. */
export const locale = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i, { error: 'must be a language tag, such as de-AT' })
  .meta({ examples: ['en', 'de-AT'] })

/** A password as it was typed; whether it may be chosen is the policy's business, not the schema's. */
export const password = text(1024).min(1).meta({ format: 'password' })

/** An opaque token, or anything that claims to be one. */
export const token = text(1024).min(1)

/** A mailed code. */
export const sixDigits = z.string().regex(/^\d{6}$/, { error: 'must be six digits' })

const isCleanJson = (value: unknown): boolean => {
  if (typeof value === 'string') return isCleanText(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, child]) => isCleanText(key) && isCleanJson(child))
}

const jsonBytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/** A JSON object for the application's own use. */
export const preferences = z
  .record(z.string(), z.unknown())
  .refine((value) => isAtMostDeep(value, MAX_PREFERENCES_DEPTH), {
    error: `must nest at most ${MAX_PREFERENCES_DEPTH} levels deep`,
    abort: true,
  })
  .refine((value) => jsonBytes(value) <= MAX_PREFERENCES_BYTES && isCleanJson(value), {
    error: `must be a JSON object of at most ${MAX_PREFERENCES_BYTES} bytes`,
  })

/** An instant: ISO 8601, UTC. */
export const instant = z.string().meta({ format: 'date-time' })
export const id = z.string().meta({ format: 'uuid' })

/** An answer that carries nothing but words. */
export const message = z.object({ success: z.literal(true), message: z.string() })

/** An instant that a caller gives, with its offset from UTC. */
export const moment = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .meta({ format: 'date-time', type: 'string' })
