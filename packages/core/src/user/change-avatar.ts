import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import { type LimitSpent, takePlaces } from '../protection/take-places.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { AvatarImages, ImageRefusal } from './avatar-images.ts'
import type { AvatarStore } from './avatar-store.ts'
import { isDisabled, type User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** Uploads of one user, whether or not they are pictures: decoding them costs time. */
const UPLOADS: Budget = { name: 'avatar', limit: 60, windowSeconds: 3600 }

export type AvatarRefusal = ImageRefusal | Refused<'user_gone'>

interface Stores {
  readonly users: UserStore
  readonly avatars: AvatarStore
  readonly audit: AuditLog
}

interface Deps {
  readonly budgets: AttemptBudget
  readonly images: AvatarImages
  /** Where a picture of this id can be seen. */
  readonly urlOf: (id: string) => string
  readonly unitOfWork: UnitOfWork<Stores>
  readonly secrets: Secrets
  readonly clock: Clock
}

type Changed = { readonly ok: true; readonly user: User }

/** Gives a user another picture. Its address is new, so that copies of the former one are left alone. */
export const changeAvatar =
  ({ budgets, images, urlOf, unitOfWork, secrets, clock }: Deps) =>
  async (
    userId: string,
    upload: Uint8Array,
    origin: RequestOrigin,
  ): Promise<Changed | AvatarRefusal | LimitSpent | Overloaded> => {
    const place = { budget: UPLOADS, subject: userId }
    const spent = await takePlaces(budgets, [place], clock.now())
    if (spent) return spent
    const made = await images.toAvatar(upload)
    if (!made.ok) return made
    const now = clock.now()
    const id = secrets.newHandle()
    return unitOfWork.run(async (stores) => {
      const user = await stores.users.lock(userId)
      if (!user || isDisabled(user)) return refused('user_gone')
      await stores.avatars.replace({ id, userId, webp: made.webp, createdAt: now })
      return pictured(stores, user, { url: urlOf(id), now, eventId: secrets.newId(), origin })
    })
  }

/** Takes the picture of a user away. Repeating it changes nothing. */
export const removeAvatar =
  ({ unitOfWork, secrets, clock }: Pick<Deps, 'unitOfWork' | 'secrets' | 'clock'>) =>
  (userId: string, origin: RequestOrigin): Promise<Changed | Refused<'user_gone'>> =>
    unitOfWork.run(async (stores) => {
      const now = clock.now()
      const user = await stores.users.lock(userId)
      if (!user || isDisabled(user)) return refused('user_gone')
      if (user.profileImageUrl === null) return { ok: true, user }
      await stores.avatars.remove(userId)
      return pictured(stores, user, { url: null, now, eventId: secrets.newId(), origin })
    })

interface Picturing {
  readonly url: string | null
  readonly now: Date
  readonly eventId: string
  readonly origin: RequestOrigin
}

const pictured = async (
  { users, audit }: Stores,
  user: User,
  { url, now, eventId, origin }: Picturing,
): Promise<Changed> => {
  const changes = { profileImageUrl: url }
  await users.changeProfile(user.id, changes, now)
  await audit.record(
    auditEvent(eventId, now, origin, {
      action: 'user_updated',
      resource: 'user',
      userId: user.id,
      metadata: { fields: Object.keys(changes) },
    }),
  )
  return { ok: true, user: { ...user, ...changes, updatedAt: now } }
}
