import { useSession } from '@latchkey/client/react'
import { usePermissions } from '../../lib/use-permissions.ts'
import { UserDeletion } from './user-deletion.tsx'
import { UserFacts } from './user-facts.tsx'
import { UserFrame } from './user-frame.tsx'
import { UserProfile } from './user-profile.tsx'
import { UserRoles } from './user-roles.tsx'
import { UserSignIn } from './user-sign-in.tsx'

/** One user: what is known, what may be changed, and the ways to help or keep out. */
export const UserDetail = () => {
  const { may } = usePermissions()
  const session = useSession()
  const ownId = session.status === 'signed_in' ? session.user.id : null
  return (
    <UserFrame>
      {(user) => (
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <div className="grid gap-6">
            <UserSignIn user={user} isSelf={user.id === ownId} />
            {may('users:write') && <UserProfile key={user.updatedAt} user={user} />}
          </div>
          <div className="grid gap-6">
            <UserFacts user={user} />
            <UserRoles key={user.roles.join()} user={user} />
            {may('users:delete') && user.id !== ownId && <UserDeletion user={user} />}
          </div>
        </div>
      )}
    </UserFrame>
  )
}
