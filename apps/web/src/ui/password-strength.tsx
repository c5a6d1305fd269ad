import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const PAUSE_MS = 250
const STEPS = [1, 2, 3, 4]

interface Props {
  readonly password: string
  /** What is known about its owner. */
  readonly words: readonly string[]
}

/** How hard a new password is to guess. It only advises; its word list comes with the first key. */
export const PasswordStrength = ({ password, words }: Props) => {
  const { t } = useTranslation()
  const [strength, setStrength] = useState<number | null>(null)
  const known = words.join('\n')
  useEffect(() => {
    let isOver = false
    const judge = async () => {
      const { strengthOf } = await import('../lib/password-strength.ts')
      if (!isOver) setStrength(strengthOf(password, known.split('\n')))
    }
    if (password === '') setStrength(null)
    const timer = setTimeout(() => {
      // Without the list there is no advice.
      if (password !== '') judge().catch(() => undefined)
    }, PAUSE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [password, known])
  const isStrong = strength !== null && strength > 2
  return (
    <div className={`grid gap-1.5 text-sm ${strength === null ? 'hidden' : ''}`}>
      <div aria-hidden="true" className="grid grid-cols-4 gap-1">
        {STEPS.map((step) => (
          <span
            key={step}
            className={`h-1.5 rounded-full ${
              (strength ?? 0) < step ? 'bg-line' : isStrong ? 'bg-good' : 'bg-warn'
            }`}
          />
        ))}
      </div>
      <p role="status">{strength !== null && t(`strength.${strength}`)}</p>
    </div>
  )
}
