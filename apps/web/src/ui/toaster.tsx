import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type News, showNewsBy } from '../lib/toasts.ts'

const toasts = Toast.createToastManager()

const add = ({ title, isBad }: News): void => {
  toasts.add(isBad ? { title, type: 'bad', priority: 'high' } : { title })
}

const Toasts = () => {
  const { t } = useTranslation('ui')
  const { toasts: shown } = Toast.useToastManager()
  return shown.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`rounded-xl border bg-card text-ink shadow-lg transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 ${toast.type === 'bad' ? 'border-bad' : 'border-line'}`}
    >
      <Toast.Content className="flex items-start gap-3 p-4">
        <Toast.Title className="flex-1 text-sm" render={<p />} />
        <Toast.Close
          aria-label={t('close')}
          className="grid size-6 place-items-center rounded text-quiet hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

/** Where short news appears. F6 leads there. */
export const Toaster = () => {
  const { t } = useTranslation('ui')
  useEffect(() => showNewsBy(add), [])
  return (
    <Toast.Provider toastManager={toasts} timeout={6000}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t('news')}
          className="fixed right-4 bottom-4 z-50 grid w-[22rem] max-w-[calc(100vw-2rem)] gap-2"
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}
