import { type ReactNode, useEffect, useRef } from 'react'

interface Props {
  readonly isBusy: boolean
  /** What each field holds when the form is sent, by its name. */
  readonly onSend: (fields: Readonly<Record<string, string>>) => void
  /** Anything that changes when a form was refused: the cursor then goes to the first wrong field. */
  readonly refusal: unknown
  readonly children: ReactNode
}

/** A form that is sent by a script, one sending at a time. */
export const Form = ({ isBusy, onSend, refusal, children }: Props) => {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusal])
  return (
    <form
      ref={form}
      noValidate
      aria-busy={isBusy}
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (isBusy) return
        const data = new FormData(event.currentTarget)
        const entries = [...data].map(([name, value]) => [name, String(value)] as const)
        onSend(Object.fromEntries(entries))
      }}
    >
      {children}
    </form>
  )
}
