import { configureStore } from '@reduxjs/toolkit'
import { setupListeners } from '@reduxjs/toolkit/query'
import { api } from './api.ts'
import { latchkey } from './latchkey.ts'

/** What signed-in pages know. Nothing of it outlives the session. */
export const store = configureStore({
  reducer: { [api.reducerPath]: api.reducer },
  middleware: (defaults) => defaults().concat(api.middleware),
})

setupListeners(store.dispatch)

const signedInNow = (): string | null => {
  const session = latchkey.session.read()
  return session.status === 'signed_in' ? session.user.id : null
}

// This file is mostly loaded when somebody is there already.
let userId = signedInNow()
latchkey.session.subscribe(() => {
  const now = signedInNow()
  const isSomebodyElse = userId !== null && now !== null && now !== userId
  // Nobody sees what somebody else was shown in this tab.
  if (latchkey.session.read().status === 'signed_out' || isSomebodyElse)
    store.dispatch(api.util.resetApiState())
  userId = now ?? userId
})
