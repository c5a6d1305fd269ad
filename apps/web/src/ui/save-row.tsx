import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

interface Props {
  readonly isBusy: boolean
  readonly isDirty: boolean
}

/** The button that saves a form, and whether there is anything to save. */
export const SaveRow = ({ isBusy, isDirty }: Props) => {
  const { t } = useTranslation('ui')
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Button type="submit" isBusy={isBusy} aria-disabled={!isDirty}>
        {t('save')}
      </Button>
      <span role="status" className="text-sm text-quiet">
        {isDirty && t('unsaved.hint')}
      </span>
    </div>
  )
}
