import { useTranslation } from 'react-i18next'
import { usePermissions } from '../../lib/use-permissions.ts'
import { TextLink } from '../../ui/text-link.tsx'
import type { Setting } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

/** What belongs to the brand. It is changed on a page of its own, which shows how it looks. */
export const BrandSettings = ({ settings }: { readonly settings: readonly Setting[] }) => {
  const { t } = useTranslation('settings')
  const { may } = usePermissions()
  const { nameOf, aboutOf } = useSettingWords()
  return (
    <>
      <dl className="grid gap-3">
        {settings.map((setting) => (
          <div key={setting.key}>
            <dt className="font-medium">{nameOf(setting.key)}</dt>
            <dd className="max-w-prose text-sm text-quiet">{aboutOf(setting)}</dd>
          </div>
        ))}
      </dl>
      {may('settings:write') && (
        <p>
          <TextLink to="/admin/settings/brand">{t('toBrand')}</TextLink>
        </p>
      )}
    </>
  )
}
