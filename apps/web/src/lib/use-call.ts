import type { Problem } from '@latchkey/client'
import { useState } from 'react'

interface Result<Data> {
  readonly data?: Data
  readonly error?: Problem
}

/** One call at a time, whether it is under way, and how the last one was refused. */
export const useCall = () => {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async <Data>(call: () => Promise<Result<Data>>): Promise<Data | null> => {
    setBusy(true)
    setProblem(null)
    const { data, error } = await call()
    setBusy(false)
    setProblem(error ?? null)
    return data ?? null
  }
  return { isBusy, problem, setProblem, run }
}
