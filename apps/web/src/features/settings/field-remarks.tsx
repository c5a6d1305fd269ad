interface Props {
  /** What the field names by `aria-describedby`, with `-error` and `-hint` behind it. */
  readonly id: string
  readonly hint: string | null
  readonly error: string | null
}

/** Below a field: what is wrong with it, else what it takes. */
export const FieldRemarks = ({ id, hint, error }: Props) => (
  <>
    <p id={`${id}-error`} className="text-sm text-bad empty:hidden">
      {error}
    </p>
    <p id={`${id}-hint`} className="text-sm text-quiet empty:hidden">
      {error ? null : hint}
    </p>
  </>
)
