import { isRoleName } from '@latchkey/core/rules'
import { useSearchParams } from 'react-router'
import type { UserWish } from './users-api.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The start of a day, or of the day after it, where the reader is; null for what is no day. */
const startOf = (day: string | null, later = 0): string | null => {
  if (!day || !DAY.test(day)) return null
  const start = new Date(`${day}T00:00`)
  if (Number.isNaN(start.getTime())) return null
  start.setDate(start.getDate() + later)
  return start.toISOString()
}

/** Which users the address of the page asks for; what is wrong in it asks for nothing. */
export const wishOf = (params: URLSearchParams): UserWish => {
  const search = params.get('search')?.trim().slice(0, 254)
  const role = params.get('role') ?? ''
  const disabled = params.get('disabled')
  const sort = params.get('sort')
  const order = params.get('order')
  const createdAfter = startOf(params.get('from'))
  const createdBefore = startOf(params.get('to'), 1)
  return {
    ...(search && { search }),
    ...(isRoleName(role) && { role }),
    ...((disabled === 'true' || disabled === 'false') && { disabled }),
    ...(createdAfter && { createdAfter }),
    ...(createdBefore && { createdBefore }),
    // What is searched for is always sorted by its address.
    ...(!search && (sort === 'email' || sort === 'createdAt') && { sort }),
    ...((order === 'asc' || order === 'desc') && { order }),
  }
}

/** The filter of the list of users, kept in the address of the page. */
export const useUserWish = () => {
  const [params, setParams] = useSearchParams()
  const change = (changes: Readonly<Record<string, string>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(changes))
          if (value === '') next.delete(name)
          else next.set(name, value)
        return next
      },
      { replace: true },
    )
  const clear = () => setParams({}, { replace: true })
  const isFiltered = ['search', 'role', 'disabled', 'from', 'to'].some((name) => params.has(name))
  return { wish: wishOf(params), params, change, clear, isFiltered }
}
