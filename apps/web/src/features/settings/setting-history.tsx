import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Person } from '../../ui/person.tsx'
import { When } from '../../ui/when.tsx'
import { RollBack } from './roll-back.tsx'
import { type Setting, type SettingVersion, useSettingHistoryQuery } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  readonly mayChange: boolean
}

/** Every value that a setting had, with who chose it, and the way back to it. */
export const SettingHistory = ({ setting, mayChange }: Props) => {
  const { t } = useTranslation('settings')
  const { nameOf, valueText } = useSettingWords()
  const history = useSettingHistoryQuery(setting.key, { refetchOnMountOrArgChange: true })
  const isBackPossible = ({ version, value }: SettingVersion) =>
    mayChange && version !== setting.version && value !== null && value !== setting.value
  const columns: readonly Column<SettingVersion>[] = [
    {
      id: 'version',
      header: t('history.version'),
      cell: ({ version }) => version,
      isRowHeader: true,
    },
    {
      id: 'value',
      header: t('history.value'),
      cell: ({ value }) => <span className="whitespace-nowrap">{valueText(setting, value)}</span>,
    },
    { id: 'at', header: t('history.when'), cell: ({ updatedAt }) => <When at={updatedAt} /> },
    {
      id: 'by',
      header: t('history.who'),
      cell: ({ updatedBy }) => (updatedBy ? <Person id={updatedBy} /> : t('console')),
    },
    {
      id: 'back',
      header: t('history.back'),
      cell: (version) =>
        isBackPossible(version) ? (
          <RollBack setting={setting} version={version} />
        ) : (
          version.version === setting.version && t('history.now')
        ),
    },
  ]
  return (
    <Loaded of={history}>
      {(versions) => (
        <DataTable
          caption={t('history.of', { name: nameOf(setting.key) })}
          columns={columns}
          rows={versions}
          keyOf={({ version }) => String(version)}
        />
      )}
    </Loaded>
  )
}
