import type { ReactNode, Ref } from 'react'
import type { Brand } from '../lib/brand.ts'
import { BrandMark } from './brand-mark.tsx'

interface Props {
  readonly brand: Pick<Brand, 'name' | 'logoUrl'>
  readonly title: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
  /** Other ways from here. */
  readonly links?: ReactNode
  /** What stands between the brand and the card. */
  readonly progress?: ReactNode
  readonly isWide?: boolean
  /** A picture of the page within another one, which has its own heading. */
  readonly isPreview?: boolean
  readonly headingRef?: Ref<HTMLHeadingElement>
}

/** The brand, and below it one card with one task. */
export const EntryCard = (props: Props) => {
  const { brand, title, lead, children, links, progress, isWide, isPreview, headingRef } = props
  const Card = isPreview ? 'div' : 'main'
  const Heading = isPreview ? 'p' : 'h1'
  return (
    <>
      <header className="mb-6 flex max-w-full items-center gap-3 text-lg font-semibold">
        <BrandMark brand={brand} />
      </header>
      {progress}
      <Card
        className={`grid w-full grid-cols-1 gap-5 rounded-3xl border border-line bg-card p-6 shadow-sm sm:p-8 ${isWide ? 'max-w-5xl' : 'max-w-md'}`}
      >
        <div className="grid gap-1.5">
          <Heading
            ref={headingRef}
            tabIndex={isPreview ? undefined : -1}
            className="text-2xl font-semibold tracking-tight outline-none"
          >
            {title}
          </Heading>
          {lead && <p className="max-w-prose text-quiet">{lead}</p>}
        </div>
        {children}
        {links && (
          <nav className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm">{links}</nav>
        )}
      </Card>
    </>
  )
}
