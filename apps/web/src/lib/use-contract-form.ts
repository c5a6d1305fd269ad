import type { Problem } from '@latchkey/client'
import { type BaseSyntheticEvent, useEffect, useState } from 'react'
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type Resolver,
  useForm,
} from 'react-hook-form'
import type { ZodType } from 'zod'
import { fieldText, fieldTexts, problemText } from './problem-text.ts'
import { quietly } from './quietly.ts'

/** Every schema of the API. */
export type Contract = typeof import('./contract.ts')['contract']

interface Options<Fields extends FieldValues, Wish> {
  /** The body of the call, as the contract describes it. */
  readonly schema: (contract: Contract) => ZodType<Wish, Fields>
  readonly values: DefaultValues<Fields>
}

/** What RTK Query's `unwrap` rejects with. */
const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'status' in error

const fetchContract = () => quietly(() => import('./contract.ts'))

/** Checks by a schema that need not be there yet; when it cannot be had, the server checks alone. */
const resolverOf =
  <Fields extends FieldValues, Wish>(
    schema: (contract: Contract) => ZodType<Wish, Fields>,
  ): Resolver<Fields, unknown, Wish> =>
  async (values, context, options) => {
    const fetched = await fetchContract()
    if (!fetched) return { values: values as never, errors: {} }
    const { contract, zodResolver } = fetched
    return zodResolver(schema(contract))(values, context, options)
  }

/**
 * A form that the contract's schema checks before anything is sent. What the server refuses is
 * shown at its field, or above the form when it belongs to none.
 */
export const useContractForm = <Fields extends FieldValues, Wish>({
  schema,
  values,
}: Options<Fields, Wish>) => {
  const form = useForm<Fields, unknown, Wish>({
    resolver: resolverOf(schema),
    defaultValues: values,
  })
  const [problem, setProblem] = useState<Problem | null>(null)
  const { isSubmitting, isDirty } = form.formState
  useEffect(() => {
    // Somebody types: until they send it, what checks it is here.
    if (isDirty) void fetchContract()
  }, [isDirty])

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
