import { type ReactNode, useEffect, useRef } from 'react'
import { useBrand } from '../lib/use-brand.ts'
import { useHeadingFocus } from '../lib/use-heading-focus.ts'
import { EntryCard } from './entry-card.tsx'
import { Preferences } from './preferences.tsx'

interface Props {
  readonly title: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
  /** Other ways from here. */
  readonly links?: ReactNode
  /** Where this page stands among several. Its heading then takes the focus even as the first. */
  readonly progress?: ReactNode
  readonly isWide?: boolean
}

/**
 * A page for somebody who is not signed in: one card, one task. Its heading takes the focus, unless
 * it is the first page of the document.
 */
export const EntryPage = (props: Props) => {
  const { title, lead, progress } = props
  const brand = useBrand()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${brand.name}`
  }, [title, brand.name])
  useHeadingFocus(heading, { evenFirst: progress !== undefined, content: `${title} ${lead}` })
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-8 sm:justify-center">
      <EntryCard {...props} brand={brand} headingRef={heading} />
      <Preferences />
    </div>
  )
}
