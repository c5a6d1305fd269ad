import { pictureSource } from '../lib/picture-source.ts'

interface Props {
  readonly url: string | null
  readonly name: string
  readonly size?: 'small' | 'large'
}

const SIZES = { small: 'size-10 shrink-0 text-sm', large: 'size-24 shrink-0 text-2xl' }

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')

/** Somebody's picture, or their initials. Their name stands beside it or in its button. */
export const Picture = ({ url, name, size = 'small' }: Props) =>
  url ? (
    <img src={pictureSource(url)} alt="" className={`${SIZES[size]} rounded-full object-cover`} />
  ) : (
    <span
      aria-hidden="true"
      className={`${SIZES[size]} grid place-items-center rounded-full bg-brand font-semibold text-on-brand`}
    >
      {initialsOf(name)}
    </span>
  )
