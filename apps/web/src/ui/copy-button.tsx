import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { tell } from '../lib/toasts.ts'
import { useCopy } from '../lib/use-copy.ts'

interface Props {
  readonly text: string
  /** What it is, for whoever does not see where the button stands. */
  readonly of: string
}

/** Puts a text into the clipboard. */
export const CopyButton = ({ text, of }: Props) => {
  const { t } = useTranslation('ui')
  const { copy } = useCopy()
  return (
    <button
      type="button"
      aria-label={`${t('copy')}: ${of}`}
      title={t('copy')}
      onClick={() => void copy(text).then(() => tell(t('copied')))}
      className="inline-grid size-6 shrink-0 place-items-center rounded align-middle text-quiet hover:text-ink"
    >
      <Copy aria-hidden="true" className="size-4" />
    </button>
  )
}
