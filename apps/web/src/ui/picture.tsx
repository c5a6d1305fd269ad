import { pictureSource } from '../lib/picture-source.ts'

interface Props {
  readonly url: string | null
  readonly name: string
  readonly size?: 'small' | 'large'
}

/** The width and height in pixels, and what it looks like. */
const SIZES = {
  small: [40, 'size-10 shrink-0 text-sm'],
  large: [96, 'size-24 shrink-0 text-2xl'],
} as const

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')

/** Somebody's picture, or their initials. Their name stands beside it or in its button. */
export const Picture = ({ url, name, size = 'small' }: Props) => {
  const [pixels, look] = SIZES[size]
  if (url)
    return (
      <img
        src={pictureSource(url)}
        alt=""
        width={pixels}
        height={pixels}
        className={`${look} rounded-full object-cover`}
      />
    )
  return (
    <span
      aria-hidden="true"
      className={`${look} grid place-items-center rounded-full bg-fill font-semibold text-on-fill`}
    >
      {initialsOf(name)}
    </span>
  )
}
