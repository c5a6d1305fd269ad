import type { Problem, User } from '@latchkey/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { tell, tellProblem } from '../../lib/toasts.ts'
import { useKeptFocus } from '../../lib/use-kept-focus.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Picture } from '../../ui/picture.tsx'
import { PictureField } from './picture-field.tsx'
import { useRemovePictureMutation } from './user-api.ts'

/** Somebody's picture: choose another one, or take it away. */
export const PictureCard = ({ user }: { readonly user: User }) => {
  const { t } = useTranslation('user')
  const [removePicture] = useRemovePictureMutation()
  const [preview, setPreview] = useState<string | null>(null)
  useKeptFocus(user.profileImageUrl ? 1 : 0)
  const remove = async () => {
    const { error } = await removePicture()
    if (error) tellProblem(error as Problem)
    else tell(t('picture.removed'))
    return !error
  }
  return (
    <Card title={t('picture.title')} lead={t('picture.lead')}>
      <div className="flex flex-wrap items-center gap-6">
        <Picture url={preview ?? user.profileImageUrl} name={nameOf(user)} size="large" />
        <PictureField onPreview={setPreview}>
          {user.profileImageUrl && (
            <Confirm
              trigger={<Button look="plain">{t('picture.remove')}</Button>}
              title={t('picture.removeTitle')}
              action={t('picture.remove')}
              onConfirm={remove}
            >
              {t('picture.removeLead')}
            </Confirm>
          )}
        </PictureField>
      </div>
    </Card>
  )
}
