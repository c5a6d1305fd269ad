import type { Problem } from '@latchkey/client'
import { Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PICTURE_KINDS, pictureProblem } from '../../lib/picture-problem.ts'
import { problemText } from '../../lib/problem-text.ts'
import { tell } from '../../lib/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useUploadPictureMutation } from './user-api.ts'

interface Props {
  /** Told where the chosen picture can be seen before it is sent, and null when there is none. */
  readonly onPreview: (url: string | null) => void
  /** Beside the button that chooses. */
  readonly children: ReactNode
}

/** A file field for a picture, by the picker or by dropping one on it; it is looked at before it is sent. */
export const PictureField = ({ onPreview, children }: Props) => {
  const { t } = useTranslation('user')
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [upload, { isLoading }] = useUploadPictureMutation()
  const [chosen, setChosen] = useState<File | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    const url = chosen && URL.createObjectURL(chosen)
    onPreview(url)
    return () => {
      if (url) URL.revokeObjectURL(url)
    }
  }, [chosen, onPreview])
  const choose = async (file: File | undefined) => {
    if (!file) return
    const problem = await pictureProblem(file)
    setRefusal(problem && t(`picture.${problem}`))
    setChosen(problem ? null : file)
  }
  const forget = () => {
    setChosen(null)
    if (input.current) input.current.value = ''
    input.current?.focus()
  }
  const send = async (file: File) => {
    const { error } = await upload(file)
    if (error) setRefusal(refusalText(error as Problem, t))
    else tell(t('picture.saved'))
    forget()
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void choose(event.dataTransfer.files[0])
  }
  return (
    <section
      aria-label={t('picture.choose')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      className="grid min-w-60 flex-1 gap-3 rounded-xl border border-dashed border-line p-4"
    >
      <Notice>{refusal}</Notice>
      <p className="text-sm text-quiet">{t(chosen ? 'picture.preview' : 'picture.drop')}</p>
      <div className="flex flex-wrap gap-3">
        {chosen && (
          <>
            <Button isBusy={isLoading} onClick={() => void send(chosen)}>
              {t('picture.use')}
            </Button>
            <Button look="plain" onClick={forget}>
              {t('ui:cancel')}
            </Button>
          </>
        )}
        <input
          ref={input}
          id={id}
          type="file"
          accept={PICTURE_KINDS}
          className="peer sr-only"
          onChange={({ target }) => {
            setRefusal(null)
            void choose(target.files?.[0])
          }}
        />
        <label
          htmlFor={id}
          className={`inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-xl border border-line px-4 py-2 font-medium hover:bg-page peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand ${chosen ? 'sr-only' : ''}`}
        >
          <Upload aria-hidden="true" className="size-4" />
          {t('picture.choose')}
        </label>
        {!chosen && children}
      </div>
    </section>
  )
}

const refusalText = (problem: Problem, t: (key: string) => string): string => {
  if (problem.code === 'payload_too_large') return t('picture.tooLarge')
  if (problem.code === 'validation_failed') return t('picture.unreadable')
  return problemText(problem)
}
