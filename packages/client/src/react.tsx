import { createContext, type ReactNode, use, useEffect, useSyncExternalStore } from 'react'
import type { Latchkey } from './create-latchkey.ts'
import type { SessionState } from './session.ts'

const Context = createContext<Latchkey | null>(null)

/** Gives the components inside a client, and asks once who is signed in. */
export const LatchkeyProvider = ({
  client,
  children,
}: {
  readonly client: Latchkey
  readonly children: ReactNode
}) => {
  useEffect(() => {
    void client.load()
  }, [client])
  return <Context value={client}>{children}</Context>
}

/** The client of the provider around. */
export const useLatchkey = (): Latchkey => {
  const client = use(Context)
  if (!client) throw new Error('useLatchkey needs a <LatchkeyProvider> around it')
  return client
}

/** Who is signed in; the component is drawn again when that changes, in whichever tab. */
export const useSession = (): SessionState => {
  const { session } = useLatchkey()
  return useSyncExternalStore(session.subscribe, session.read, session.read)
}

/** Shows its content to somebody who is signed in. */
export const SignedIn = ({ children }: { readonly children: ReactNode }) =>
  useSession().status === 'signed_in' ? children : null

/** Shows its content when nobody is signed in. */
export const SignedOut = ({ children }: { readonly children: ReactNode }) =>
  useSession().status === 'signed_out' ? children : null
