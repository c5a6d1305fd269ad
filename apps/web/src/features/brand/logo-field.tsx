import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PICTURE_KINDS, pictureProblem } from '../../lib/picture-problem.ts'
import { pictureSource } from '../../lib/picture-source.ts'
import { Button } from '../../ui/button.tsx'

/** What is wrong with a file, in the words of this form. */
const WHY = {
  kind: 'logoKind',
  empty: 'logoBroken',
  tooLarge: 'logoLarge',
  unreadable: 'logoBroken',
} as const

interface Props {
  /** Of the logo that is shown now, saved or not; null for our icon. */
  readonly url: string | null
  readonly isFixed: boolean
  readonly error: string | null
  readonly onChoose: (file: File) => void
  readonly onRemove: () => void
  readonly onRefuse: (why: (typeof WHY)[keyof typeof WHY]) => void
}

/** The logo, another one in its place, or none. */
export const LogoField = ({ url, isFixed, error, onChoose, onRemove, onRefuse }: Props) => {
  const { t } = useTranslation('brand')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const chooser = useRef<HTMLButtonElement>(null)
  const [lost, setLost] = useState<string | null>(null)
  const shown = url === lost ? null : url
  const take = async (file: File | undefined) => {
    if (!file) return
    const problem = await pictureProblem(file)
    if (problem) onRefuse(WHY[problem])
    else onChoose(file)
  }
  return (
    <fieldset className="grid gap-2" aria-describedby={`${id}-hint`}>
      <legend className="mb-1.5 text-sm font-medium">{t('logo')}</legend>
      <div className="flex flex-wrap items-center gap-3">
        <img
          src={pictureSource(shown)}
          onError={() => setLost(url)}
          alt={t(shown ? 'logoNow' : 'logoNone')}
          width={48}
          height={48}
          className="h-12 w-auto max-w-40 rounded-lg border border-line bg-card object-contain p-1"
        />
        <input
          ref={input}
          type="file"
          accept={PICTURE_KINDS}
          aria-label={t('logoFile')}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            void take(target.files?.[0])
            target.value = ''
          }}
        />
        <Button
          ref={chooser}
          look="plain"
          disabled={isFixed}
          onClick={() => input.current?.click()}
        >
          {t('choose')}
        </Button>
        {url && !isFixed && (
          <Button
            look="plain"
            onClick={() => {
              // This button goes with the logo.
              chooser.current?.focus()
              onRemove()
            }}
          >
            {t('remove')}
          </Button>
        )}
      </div>
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="text-sm text-quiet">
        {t(isFixed ? 'fixed' : 'logoHint')}
      </p>
    </fieldset>
  )
}
