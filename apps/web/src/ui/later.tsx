import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { tellBad } from '../lib/toasts.ts'

interface Props<Opened> {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentProps<'button'>>
  readonly popup: 'dialog' | 'menu'
  readonly fetchOpened: () => Promise<Opened>
  /** Shows what was fetched, open, and in it the button itself. */
  readonly children: (opened: Opened) => ReactNode
}

/**
 * What a button opens, fetched with the first click: most visits need none of it, and all would
 * wait. It then stands in the place of the button.
 */
export const Later = <Opened,>({ trigger, popup, fetchOpened, children }: Props<Opened>) => {
  const { t } = useTranslation()
  const [fetched, setFetched] = useState<{ readonly opened: Opened } | null>(null)
  const [isBusy, setBusy] = useState(false)
  if (fetched) return children(fetched.opened)
  const open = async () => {
    setBusy(true)
    try {
      setFetched({ opened: await fetchOpened() })
    } catch {
      tellBad(t('problem.unavailable'))
    }
    setBusy(false)
  }
  return cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    'aria-busy': isBusy,
    onClick: () => void open(),
    onKeyDown: ({ key }) => {
      if (popup === 'menu' && key === 'ArrowDown') void open()
    },
  })
}
