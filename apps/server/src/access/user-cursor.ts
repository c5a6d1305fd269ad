import type { UserPage, UserPosition } from '@latchkey/core'
import type { Sealer } from '@latchkey/sql'
import * as z from 'zod'

const position = z.tuple([z.string(), z.string(), z.number()])

type Order = Pick<UserPage, 'sort' | 'isDescending'>

const purposeOf = ({ sort, isDescending }: Order): string => `admin-users:${sort}:${isDescending}`

/**
 * Where the next page of users begins, for the caller to send back: sealed, so that it tells no
 * address and cannot be made up, and good for the order alone that it was given for.
 */
export const userCursors = (sealer: Pick<Sealer, 'seal' | 'open'>) => ({
  write: ({ id, emailCanonical, createdAt }: UserPosition, order: Order): string =>
    sealer.seal(purposeOf(order), JSON.stringify([id, emailCanonical, createdAt.getTime()])),

  /** Resolves to null when it is not one of ours for this order. */
  read(cursor: string, order: Order): UserPosition | null {
    try {
      const text = sealer.open(purposeOf(order), cursor)
      const [id, emailCanonical, createdAt] = position.parse(JSON.parse(text))
      return { id, emailCanonical, createdAt: new Date(createdAt) }
    } catch {
      return null
    }
  },
})

export type UserCursors = ReturnType<typeof userCursors>
