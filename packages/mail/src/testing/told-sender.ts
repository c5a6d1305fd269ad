import type { MailSender, SendOutcome } from '@latchkey/core'

/** A sender that answers as told and notes the ids of the mails it was given. */
export const toldSender = (answer: (count: number) => SendOutcome | Promise<SendOutcome>) => {
  const given: string[] = []
  const sender: MailSender = {
    send: async ({ id }) => answer(given.push(id)),
    close: async () => {},
  }
  return { sender, given }
}

export const UNREACHABLE: SendOutcome = { kind: 'unreachable', reason: 'nobody there' }
