import { Switch } from '@base-ui/react/switch'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Something that is on or off, which is also said in a word. */
export const SwitchField = ({ label, isOn, onChange }: Props) => {
  const { t } = useTranslation('ui')
  return (
    <div className="flex min-h-11 items-center gap-3">
      <Switch.Root
        aria-label={label}
        checked={isOn}
        onCheckedChange={onChange}
        className="flex h-7 w-12 shrink-0 items-center rounded-full border border-field bg-page p-0.5 transition-colors data-checked:border-brand data-checked:bg-brand"
      >
        <Switch.Thumb className="size-5 rounded-full bg-quiet transition-transform data-checked:translate-x-5 data-checked:bg-on-brand motion-reduce:transition-none" />
      </Switch.Root>
      <span aria-hidden="true">{isOn ? t('on') : t('off')}</span>
    </div>
  )
}
