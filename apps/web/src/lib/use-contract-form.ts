import { zodResolver } from '@hookform/resolvers/zod'
import type { Problem } from '@latchkey/client'
import { type BaseSyntheticEvent, useState } from 'react'
import { type DefaultValues, type FieldValues, type Path, useForm } from 'react-hook-form'
import type { ZodType } from 'zod'
import { fieldText, fieldTexts, problemText } from './problem-text.ts'

interface Options<Fields extends FieldValues, Wish> {
  /** The body of the call, as the contract describes it. */
  readonly schema: ZodType<Wish, Fields>
  readonly values: DefaultValues<Fields>
}

/** What RTK Query's `unwrap` rejects with. */
const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'status' in error

/**
 * A form that the contract's schema checks before anything is sent. What the server refuses is
 * shown at its field, or above the form when it belongs to none.
 */
export const useContractForm = <Fields extends FieldValues, Wish>({
  schema,
  values,
}: Options<Fields, Wish>) => {
  const form = useForm<Fields, unknown, Wish>({
    resolver: zodResolver(schema),
    defaultValues: values,
  })
  const [problem, setProblem] = useState<Problem | null>(null)
  const { isSubmitting } = form.formState

  const refused = (refusal: Problem): void => {
    setProblem(refusal)
    for (const { path } of refusal.errors ?? [])
      form.setError(path as Path<Fields>, { type: 'server' }, { shouldFocus: true })
  }
  return {
    form,
    isBusy: isSubmitting,
    /** Above the form; null when each refusal has its field. */
    problem: problem && !problem.errors ? problemText(problem) : null,
    /** The sentences below a field. */
    errorsOf: (name: Path<Fields>): readonly string[] => {
      const { error } = form.getFieldState(name, form.formState)
      if (!error) return []
      if (error.type === 'server') return fieldTexts(problem, name)
      return [fieldText(name, form.getValues(name) ? '' : 'required')]
    },
    /** Sends the form; `done` is called when the server has said yes. */
    send: (call: (wish: Wish) => Promise<unknown>, done?: () => void) => {
      const submit = form.handleSubmit(async (wish) => {
        setProblem(null)
        try {
          await call(wish)
          done?.()
        } catch (error) {
          if (!isProblem(error)) throw error
          refused(error)
        }
      })
      return (event?: BaseSyntheticEvent): void => void submit(event)
    },
  }
}
