import {
  refusal,
  type SmtpCatcher,
  smtpCatcher,
} from '../../packages/mail/src/testing/smtp-catcher.ts'

/**
 * How a mail server treats us: `accept`; `dawdle` (its greeting comes after `greetingMs`); `closed`
 * (nobody listens); `hang` (no reply to the content, ever); `temporary` and `permanent` (refuses the
 * content by 4yz or 5yz, and quotes recipient and content, as some do).
 */
export type SinkMode = 'accept' | 'dawdle' | 'closed' | 'hang' | 'temporary' | 'permanent'

/** A mail as it arrived. */
type Email = SmtpCatcher['taken'][number]

interface Options {
  readonly greetingMs?: number
  /** How long one mail's content is looked at before it is taken, in milliseconds. */
  readonly lookMs?: () => number
}

/** A mail server of the test process whose mood can change; its port stays. */
export interface MailSink {
  readonly url: string
  /** Every mail taken, oldest first, repeats included. */
  mails(): readonly Email[]
  mailsTo(address: string): readonly Email[]
  /** How many contents arrived whole, taken or not. */
  heard(): number
  /** Changes its mood; `closed` also drops every connection. */
  become(mode: SinkMode): Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Recipient, code and link of a mail, on one line. */
const quoted = (content: Buffer): string => {
  const text = content.toString().replaceAll('=\r\n', '').replaceAll('=3D', '=')
  const secrets = [/^To: (.+)$/m, /^(\d{6})\r?$/m, /(\S+#token=\S+)/]
  return secrets.map((pattern) => pattern.exec(text)?.[1] ?? '').join(' ')
}

export const mailSink = async (first: SinkMode, options: Options = {}): Promise<MailSink> => {
  const { greetingMs = 0, lookMs = () => 0 } = options
  let mode = first
  let heard = 0
  const taken: Email[] = []

  const reply = async (_index: number, content: Buffer): Promise<Error | null> => {
    heard += 1
    if (mode === 'hang') return new Promise<null>(() => undefined)
    if (mode === 'temporary') return refusal(451, `4.3.0 not now: ${quoted(content)}`)
    if (mode === 'permanent') return refusal(554, `5.7.1 never: ${quoted(content)}`)
    await pause(lookMs())
    return null
  }
  const open = (listenOn: number) =>
    smtpCatcher({
      listenOn,
      reply,
      onConnect: (_session, done) => {
        if (mode === 'dawdle') setTimeout(done, greetingMs)
        else done()
      },
    })

  let listening: SmtpCatcher | null = await open(0)
  const { port } = listening
  const shut = async () => {
    taken.push(...(listening?.taken ?? []))
    const closing = listening
    listening = null
    await closing?.close()
  }
  if (first === 'closed') await shut()
  const mails = () => [...taken, ...(listening?.taken ?? [])]
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailsTo: (address) => mails().filter(({ to }) => to?.some((one) => one.address === address)),
    heard: () => heard,
    become: async (next) => {
      mode = next
      if (next === 'closed') await shut()
      else listening ??= await open(port)
    },
  }
}
