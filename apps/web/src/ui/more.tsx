import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { Button } from './button.tsx'

interface Props {
  readonly shown: number
  readonly list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
}

/** How many of a list are shown, and a button for the next ones. */
export const More = ({ shown, list }: Props) => {
  const { t } = useTranslation('ui')
  const { number } = useFormats()
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p role="status" className="text-sm text-quiet">
        {t(list.hasNextPage ? 'shownOfMore' : 'shown', { count: shown, shown: number(shown) })}
      </p>
      {list.hasNextPage && (
        <Button look="plain" isBusy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}
