import { useTranslation } from 'react-i18next'
import type { Figures } from './figures-api.ts'
import { Tile } from './tile.tsx'
import { useTilesOfNow } from './use-tiles-of-now.ts'
import { useTilesOfToday } from './use-tiles-of-today.ts'

/** The figures of this moment, and those of today beside yesterday's. */
export const Tiles = ({ figures }: { readonly figures: Figures }) => {
  const { t } = useTranslation('statistics')
  const { sessions, mail, users } = useTilesOfNow(figures)
  const today = useTilesOfToday(figures.days)
  return (
    <ul aria-label={t('tiles.label')} className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3">
      {[sessions, ...today, mail, users].map((tile) => (
        <li key={tile.name}>
          <Tile {...tile} />
        </li>
      ))}
    </ul>
  )
}
