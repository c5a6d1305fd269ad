import { useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { addressFor, keepAddress, type MailedFor } from './mailed-to.ts'

/**
 * Waiting for a mail is a step of its own: a reload stays at it, and the back button leads from it
 * to the form before. The address itself is in no history.
 */
export const useMailedTo = (purpose: MailedFor) => {
  const { pathname, state }: { readonly pathname: string; readonly state: unknown } = useLocation()
  const navigate = useNavigate()
  const known = typeof state === 'object' ? state : null
  const address = addressFor(purpose)
  const isGoingBack = useRef(false)
  const isAwaited = known !== null && 'awaitsMail' in known && known.awaitsMail === true
  return {
    /** Where the mail went that is waited for; null before that. */
    mailedTo: isAwaited ? address : null,
    /** What was typed last, to go on from. */
    typed: address ?? '',
    awaitMail: async (to: string): Promise<void> => {
      keepAddress(purpose, to)
      isGoingBack.current = false
      await navigate(pathname, { state: { ...known, awaitsMail: true } })
    },
    /** Back to the form. A double click takes one step. */
    typeAgain: async (): Promise<void> => {
      if (isGoingBack.current) return
      isGoingBack.current = true
      await navigate(-1)
    },
  }
}
