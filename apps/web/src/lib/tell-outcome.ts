import type { Problem } from '@latchkey/client'
import { tell, tellProblem } from './toasts.ts'

/** Tells what became of an act, in the given words if it was done; resolves to whether it was. */
export const tellOutcome = async (
  act: Promise<{ readonly error?: unknown }>,
  done: string,
): Promise<boolean> => {
  const { error } = await act
  if (error) tellProblem(error as Problem)
  else tell(done)
  return !error
}
