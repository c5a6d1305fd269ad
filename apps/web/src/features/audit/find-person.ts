import { latchkey } from '../../lib/latchkey.ts'

/** The id of the user with this address; null when there is none, or when nobody may know. */
const idOf = async (email: string): Promise<string | null> => {
  const search = email.toLowerCase()
  const { data } = await latchkey.api.GET('/api/admin/users', {
    params: { query: { search, limit: 1 } },
  })
  const found = data?.users[0]
  return found?.email.toLowerCase() === search ? found.id : null
}

/** Whom somebody means who typed an id or an address: their id, else what was typed. */
export const personMeant = async (typed: string | undefined): Promise<string | undefined> => {
  const text = typed?.trim()
  return text?.includes('@') ? ((await idOf(text)) ?? text) : text
}
