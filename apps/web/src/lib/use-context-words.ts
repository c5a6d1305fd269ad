import { contextWords } from '@latchkey/core/rules'
import { useState } from 'react'
import { useConfig } from './use-config.ts'

/** What of a form, or of an account, a password must not lean on. */
export interface Owner {
  readonly email?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly username?: string | null | undefined
}

const valueIn = (form: HTMLFormElement | null, name: string): string | null => {
  const field = form?.elements.namedItem(name)
  return field instanceof HTMLInputElement ? field.value : null
}

/** The words that the server does not count in a password: the brand's, and what is known of its owner. */
export const useContextWords = (owner: Owner) => {
  const brand = useConfig()?.brand.name ?? ''
  const [typed, setTyped] = useState<Owner>({})
  const { email, firstName = null, lastName = null, username = null } = { ...owner, ...typed }
  const person = { emailCanonical: email ?? '', firstName, lastName, username }
  return {
    words: [brand, ...contextWords(person)].filter(Boolean),
    /** Looks at the fields beside the password. */
    lookAt: (form: HTMLFormElement | null) =>
      setTyped({
        email: valueIn(form, 'email') ?? owner.email,
        firstName: valueIn(form, 'firstName') ?? owner.firstName,
        lastName: valueIn(form, 'lastName') ?? owner.lastName,
      }),
  }
}
