import { type ReactNode, useEffect, useRef, useState } from 'react'
import { TextField } from './text-field.tsx'

const PAUSE_MS = 300

interface Props {
  readonly label: string
  /** What is searched for now. */
  readonly value: string
  readonly onSearch: (text: string) => void
  readonly hint?: ReactNode
}

/** A field that searches as soon as its writer pauses. */
export const SearchField = ({ label, value, onSearch, hint }: Props) => {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Somebody else changed what is searched for, such as the back button.
  if (known !== value) {
    setKnown(value)
    if (text.trim() !== value) setText(value)
  }
  useEffect(() => {
    if (text.trim() === value) return
    timer.current = setTimeout(() => onSearch(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer.current)
  }, [text, value, onSearch])
  // Whoever leaves the field for a link must not be called back by the search.
  const searchNow = () => {
    clearTimeout(timer.current)
    if (text.trim() !== value) onSearch(text.trim())
  }
  return (
    <TextField
      type="search"
      label={label}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={searchNow}
      maxLength={254}
      autoComplete="off"
      spellCheck={false}
      hint={hint}
    />
  )
}
