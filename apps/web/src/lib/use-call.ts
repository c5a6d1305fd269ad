import type { Problem } from '@latchkey/client'
import { useState } from 'react'
import type { Refused } from './problem-text.ts'

interface Result<Data> {
  readonly data?: Data
  readonly error?: Problem
  readonly response?: Response
}

const refusedBy = (error: Problem, response?: Response): Refused => ({
  ...error,
  waitSeconds: Number(response?.headers.get('retry-after') ?? 0),
})

/** One call at a time, whether it is under way, and how the last one was refused. */
export const useCall = () => {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Refused | null>(null)
  const run = async <Data>(call: () => Promise<Result<Data>>): Promise<Data | null> => {
    setBusy(true)
    setProblem(null)
    const { data, error, response } = await call()
    setBusy(false)
    setProblem(error ? refusedBy(error, response) : null)
    return data ?? null
  }
  return { isBusy, problem, setProblem, run }
}
