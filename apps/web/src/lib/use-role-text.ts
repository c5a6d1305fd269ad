import { useTranslation } from 'react-i18next'
import type { Role } from './roles.ts'

/** The key of a permission's text: a colon would name another namespace. */
export const keyOf = (permission: string): string => permission.replace(':', '_')

/** What roles and permissions say in the language of the page. */
export const useRoleText = () => {
  const { t } = useTranslation('ui')
  return {
    /** Built-in roles are described by us, others by whoever made them. */
    descriptionOf: ({ name, description, builtIn }: Role): string =>
      builtIn ? t(`role.builtIn.${name}`, { defaultValue: description }) : description,
    permissionText: (name: string): string =>
      t(`permission.${keyOf(name)}`, { defaultValue: name }),
  }
}
