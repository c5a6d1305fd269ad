import { useSession } from '@latchkey/client/react'
import { UserFrame } from './features/managed-user/user-frame.tsx'
import { UserSignIn } from './features/managed-user/user-sign-in.tsx'
import { Timeline } from './features/timeline/timeline.tsx'

/** Whether a user can sign in, above what happened to them. */
export const UserTimeline = () => {
  const session = useSession()
  const ownId = session.status === 'signed_in' ? session.user.id : null
  return (
    <UserFrame>
      {(user) => (
        <div className="grid gap-6">
          <UserSignIn user={user} isSelf={user.id === ownId} />
          <Timeline user={user} />
        </div>
      )}
    </UserFrame>
  )
}
