import type { Problem } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { tell, tellProblem } from '../../lib/toasts.ts'

/** Does something and tells what became of it; resolves to whether it was done. */
export const useActs = () => {
  const { t } = useTranslation('access')
  return async (act: Promise<{ readonly error?: unknown }>, done: string): Promise<boolean> => {
    const { error } = await act
    if (error) tellProblem(error as Problem)
    else tell(t(done))
    return !error
  }
}
