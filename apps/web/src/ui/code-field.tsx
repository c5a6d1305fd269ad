import type { Problem } from '@latchkey/client'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { fieldTexts } from '../lib/problem-text.ts'
import { TextField } from './text-field.tsx'

/** The digits of a code as somebody typed or pasted it. */
export const digitsIn = (text: string): string => text.replace(/\D/g, '')

interface Props {
  readonly label: string
  readonly problem: Problem | null
}

/**
 * A field for a mailed code of six digits, which phones fill in by themselves. The cursor is in it
 * when it appears and after a wrong code, which is then typed over.
 */
export const CodeField = ({ label, problem }: Props) => {
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => {
    const isWrong = problem?.code === 'invalid_otp' || problem?.code === 'invalid_or_expired_token'
    if (!isWrong) return
    input.current?.focus()
    input.current?.select()
  }, [problem])
  return (
    <TextField
      ref={input}
      label={label}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={60}
      errors={[...fieldTexts(problem, 'code'), ...fieldTexts(problem, 'otp')]}
    />
  )
}
