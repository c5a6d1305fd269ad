import { pino } from 'pino'
import { PinoPretty } from 'pino-pretty'

/** Hides whatever looks like a mail address. */
export const maskAddresses = (text: string): string =>
  text.includes('@') ? text.replace(/[^\s"'<>()=:,;@]+@[^\s"'<>()=:,;@]+/g, '[address]') : text

/** What the log says of an error, or of what else was thrown. */
export const maskedError = (error: unknown) => {
  if (!(error instanceof Error))
    return { type: typeof error, message: maskAddresses(String(error)) }
  const { type, message, stack, ...rest } = pino.stdSerializers.errWithCause(error)
  const code = 'code' in rest ? { code: rest['code'] } : {}
  return { type, message: maskAddresses(message), stack: maskAddresses(stack), ...code }
}

/** What no line may show, should anybody ever log it. */
const REDACTED = ['password', 'token', 'authorization', 'cookie', 'email', 'to'].flatMap((name) => [
  name,
  `headers.${name}`,
  `body.${name}`,
])

interface Options {
  readonly level: string
  /** JSON for machines, or readable lines for a person at a terminal. */
  readonly isProduction: boolean
}

/** The log: structured, on standard output, without secrets and addresses (ASVS 16.2.5). */
export const createLogger = ({ level, isProduction }: Options) => {
  const options = {
    level,
    redact: REDACTED,
    serializers: { err: maskedError },
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  if (isProduction)
    return pino(
      options,
      pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 250 }),
    )
  const lines = PinoPretty({
    ignore: 'pid',
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    sync: true,
  })
  return pino(options, lines)
}

export type Logger = ReturnType<typeof createLogger>
