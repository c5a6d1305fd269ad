import { parseAmqpUrl } from '@latchkey/broker/url'
import { parseEmail } from '@latchkey/core/rules'
import { parseSmtpUrl } from '@latchkey/mail'
import { z } from 'zod'

/** Turns the text of a variable into a value, or says as a sentence what it must be instead. */
export type Reading<T> = { readonly value: T } | { readonly problem: string }

/** A zod schema from a function that reads text; the problem becomes the issue's message. */
export const kind = <T>(read: (text: string) => Reading<T>) =>
  z.string().transform((text, context): T => {
    const reading = read(text)
    if ('value' in reading) return reading.value
    context.addIssue({ code: 'custom', message: reading.problem })
    return z.NEVER
  })

/** A list separated by commas: each part must be good. */
export const listOf = <T>(read: (text: string) => Reading<T>) =>
  kind((text): Reading<T[]> => {
    const values: T[] = []
    for (const part of text.split(',').map((piece) => piece.trim())) {
      const reading = part === '' ? { problem: 'must not have an empty entry' } : read(part)
      if ('problem' in reading) return reading
      values.push(reading.value)
    }
    return { value: values }
  })

export const integer = (min: number, max: number) =>
  kind((text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max
      ? { value: Number(text) }
      : { problem: `must be a whole number from ${min} to ${max}` },
  )

export const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  z.enum(choices, { error: `must be one of ${choices.join(', ')}` })

export const flag = z.stringbool({ error: 'must be true or false' })

/** A web address without credentials, query and fragment. */
const httpUrl = (text: string): URL | null => {
  const url = URL.canParse(text) && !/[?#\s\\]/.test(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : null
}

/** Scheme, host and port alone (RFC 6454 §6.2). */
export const readOrigin = (text: string): Reading<string> => {
  if (text === '*') return { problem: 'must list the origins by name: * would let in every site' }
  const url = httpUrl(text)
  return url?.pathname === '/'
    ? { value: url.origin }
    : { problem: 'must be an origin such as https://auth.example.com, without path or query' }
}

/** A web address under which there may be a path; without the slash at its end. */
export const webAddress = kind((text) => {
  const url = httpUrl(text)
  return url
    ? { value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` }
    : { problem: 'must be a web address such as https://app.example.com, without ? or #' }
})

/** A URL of one of some schemes, such as `amqp:`. */
export const urlOf = (schemes: readonly string[], example: string) =>
  kind((text) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol)
      ? { value: text }
      : { problem: `must be a URL such as ${example}` },
  )

export const amqpUrl = kind((text) => {
  const parsed = parseAmqpUrl(text)
  return parsed.ok ? { value: text } : { problem: parsed.problem }
})

/** An address or a name of this machine to listen on. */
export const listenHost = kind((text) =>
  /^[\da-z:.-]+$/i.test(text) && URL.canParse(`http://${text.includes(':') ? `[${text}]` : text}`)
    ? { value: text }
    : { problem: 'must be an address or a host name such as 127.0.0.1, without a port' },
)

export const smtpUrl = kind((text) => {
  const parsed = parseSmtpUrl(text)
  return parsed.ok ? { value: text } : { problem: parsed.problems.join('; ') }
})

export const resendKey = kind((text) =>
  /^re_\w+$/.test(text)
    ? { value: text }
    : { problem: 'must be a key of Resend, which begins with re_' },
)

const SENDER = /^(?:"?[^"<>\p{Cc}]*"? *<([^<>]+)>|([^<>]+))$/u

/** `address` or `Name <address>`; a host without a dot is good for this machine only. */
export const mailSender = kind((text) => {
  const [, inBrackets, bare] = SENDER.exec(text) ?? []
  const address = (inBrackets ?? bare ?? '').replace(/@localhost$/, '@localhost.invalid')
  return parseEmail(address)
    ? { value: text }
    : { problem: 'must be an address such as no-reply@example.com, or Name <no-reply@example.com>' }
})

export const emailAddress = kind((text) => {
  const email = parseEmail(text)
  return email ? { value: email.address } : { problem: 'must be one e-mail address' }
})

/** Text that is used as it is. */
export const plainText = kind((text) =>
  /\p{Cc}/u.test(text) ? { problem: 'must not hold control characters' } : { value: text },
)
