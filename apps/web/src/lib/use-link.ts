import { useEffect, useState } from 'react'
import { forgetTokens, isInvitation, takeToken } from './take-token.ts'

const takeLink = () => ({ token: takeToken(), isInvitation: isInvitation() })

/** What the link that led to this page carries; forgotten when the page is left. */
export const useLink = () => {
  const [link] = useState(takeLink)
  useEffect(() => forgetTokens, [])
  return link
}
