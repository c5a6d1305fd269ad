import type { ComponentProps } from 'react'
import { Link } from 'react-router'

/** A link inside a text or below a form. */
export const TextLink = (props: ComponentProps<typeof Link>) => (
  <Link
    {...props}
    className="font-medium text-brand underline underline-offset-4 hover:text-brand-strong"
  />
)
