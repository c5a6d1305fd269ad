import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.tsx'
import { BrandSettings } from './brand-settings.tsx'
import type { SettingGroupName } from './setting-groups.ts'
import { SettingRow } from './setting-row.tsx'
import type { Setting } from './settings-api.ts'

interface Props {
  readonly name: SettingGroupName
  readonly settings: readonly Setting[]
  readonly mayChange: boolean
}

/** Settings that belong together. */
export const SettingGroup = ({ name, settings, mayChange }: Props) => {
  const { t } = useTranslation('settings')
  return (
    <Card title={t(`group.${name}.title`)} lead={t(`group.${name}.lead`)}>
      {name === 'brand' ? (
        <BrandSettings settings={settings} />
      ) : (
        <ul className="divide-y divide-line">
          {settings.map((setting) => (
            <SettingRow key={setting.key} setting={setting} mayChange={mayChange} />
          ))}
        </ul>
      )}
    </Card>
  )
}
