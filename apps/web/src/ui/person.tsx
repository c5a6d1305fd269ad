import { nameOf } from '../lib/name-of.ts'
import { usePermissions } from '../lib/use-permissions.ts'
import { usePerson } from '../lib/use-person.ts'
import { ShortId } from './short-id.tsx'
import { TextLink } from './text-link.tsx'

/** Somebody by name, with a link to them; by their id for those who may not see users. */
export const Person = ({ id }: { readonly id: string }) => {
  const { may } = usePermissions()
  const { data, error } = usePerson(id, { skip: !may('users:read') })
  if (!data) return <ShortId id={id} isQuiet={Boolean(error)} />
  return (
    <TextLink to={`/admin/users/${id}`} title={data.email}>
      {nameOf(data)}
    </TextLink>
  )
}
