import { useSession } from '@latchkey/client/react'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'

/** Goes on to the start page once somebody signs in, such as by a mailed link in another tab. */
export const useGoingOn = (): void => {
  const { status } = useSession()
  const navigate = useNavigate()
  const before = useRef(status)
  useEffect(() => {
    if (before.current === 'signed_out' && status === 'signed_in')
      void navigate('/dashboard', { replace: true })
    before.current = status
  }, [status, navigate])
}
