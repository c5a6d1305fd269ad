interface Props {
  readonly id: string
  readonly isQuiet?: boolean
}

/** The beginning of an id; the whole is its title. */
export const ShortId = ({ id, isQuiet = false }: Props) => (
  <span title={id} className={isQuiet ? 'text-quiet' : ''}>
    {id.slice(0, 8)}
  </span>
)
