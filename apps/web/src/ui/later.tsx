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
 * What a button opens, fetched when somebody reaches for the button: most visits need none of it,
 * and all would wait. It then stands in the place of the button.
 */
export const Later = <Opened,>({ trigger, popup, fetchOpened, children }: Props<Opened>) => {
  const { t } = useTranslation()
  const [fetched, setFetched] = useState<{ readonly opened: Opened } | null>(null)
  if (fetched) return children(fetched.opened)
  const reach = () => void fetchOpened().catch(() => undefined)
  const open = () => {
    fetchOpened().then(
      (opened) => setFetched({ opened }),
      () => tellBad(t('problem.unavailable')),
    )
  }
  return cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: reach,
    onFocus: reach,
    onClick: open,
  })
}
