import type { ComponentProps } from 'react'
import { Link } from 'react-router'

/** A link that looks like the button for what a page is about. */
export const ButtonLink = (props: ComponentProps<typeof Link>) => (
  <Link
    {...props}
    className="inline-flex min-h-11 items-center justify-center rounded-xl bg-fill px-4 py-2 font-semibold text-on-fill shadow-sm transition-colors hover:bg-fill-strong"
  />
)
