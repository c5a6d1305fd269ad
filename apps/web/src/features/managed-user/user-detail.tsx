import { useSession } from '@latchkey/client/react'
import { usePowerOver } from './use-power-over.ts'
import { UserDeletion } from './user-deletion.tsx'
import { UserFacts } from './user-facts.tsx'
import { UserFrame } from './user-frame.tsx'
import { UserProfile } from './user-profile.tsx'
import { UserRoles } from './user-roles.tsx'
import { UserSignIn } from './user-sign-in.tsx'
import type { ManagedUser } from './users-api.ts'

const Overview = ({ user }: { readonly user: ManagedUser }) => {
  const { mayDo } = usePowerOver(user)
  const session = useSession()
  const ownId = session.status === 'signed_in' ? session.user.id : null
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <div className="grid gap-6">
        <UserSignIn user={user} isSelf={user.id === ownId} />
        {mayDo('users:write') && <UserProfile key={user.id} user={user} />}
      </div>
      <div className="grid gap-6">
        <UserFacts user={user} />
        <UserRoles key={user.roles.join()} user={user} />
        {mayDo('users:delete') && user.id !== ownId && <UserDeletion user={user} />}
      </div>
    </div>
  )
}

/** One user: what is known, what may be changed, and the ways to help or keep out. */
export const UserDetail = () => <UserFrame>{(user) => <Overview user={user} />}</UserFrame>
