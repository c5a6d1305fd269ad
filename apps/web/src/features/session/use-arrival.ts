import { useLocation } from 'react-router'

/** A page of ours. What a browser kept in its history is not believed any further. */
const isOwnPath = (path: unknown): path is string =>
  typeof path === 'string' && /^\/(?:dashboard|account|admin|setup)(?:[/?]|$)/.test(path)

/** How somebody came to the login page: from where, and whether they had been signed in before. */
export const useArrival = () => {
  const { state }: { readonly state: unknown } = useLocation()
  const from =
    typeof state === 'object' && state !== null && 'returnTo' in state ? state.returnTo : null
  const wasSignedOut =
    typeof state === 'object' &&
    state !== null &&
    'wasSignedOut' in state &&
    state.wasSignedOut === true
  return { returnTo: isOwnPath(from) ? from : null, wasSignedOut }
}
