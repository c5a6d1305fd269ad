import { useEffect, useState } from 'react'
import { latchkey } from '../../lib/latchkey.ts'

/** Whether an administrator can still be made; undefined until the server has said so. */
export const useSetupOpen = (): boolean | undefined => {
  const [isOpen, setOpen] = useState<boolean>()
  useEffect(() => {
    let isHere = true
    void latchkey.findOpenSetup().then(({ error }) => {
      // A server that cannot be asked says no when the form is sent.
      if (isHere) setOpen(error?.code !== 'not_found')
    })
    return () => {
      isHere = false
    }
  }, [])
  return isOpen
}
