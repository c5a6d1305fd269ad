import type { Problem } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../lib/latchkey.ts'
import { problemText } from '../lib/problem-text.ts'
import { tellProblem } from '../lib/toasts.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** Why a form was refused, when it is no field's fault; with the way to sign in again where that helps. */
export const Refusal = ({ problem }: { readonly problem: Problem | null }) => {
  const { t } = useTranslation('ui')
  const signInAgain = async () => {
    const { error } = await latchkey.logout()
    if (error) tellProblem(error)
  }
  return (
    <>
      <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
      {problem?.code === 'reauthentication_required' && (
        <Button look="plain" className="justify-self-start" onClick={() => void signInAgain()}>
          {t('signInAgain')}
        </Button>
      )}
    </>
  )
}
