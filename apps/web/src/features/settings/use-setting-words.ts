import { parseDuration } from '@latchkey/core/rules'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { DURATION_UNITS, durationOf, SETTING_UNITS } from './setting-units.ts'
import type { Setting } from './settings-api.ts'

type Kind = Pick<Setting, 'key' | 'type' | 'bounds'>

const units: Readonly<Record<string, string>> = SETTING_UNITS

/** Settings, their values and their bounds in the language of the page. */
export const useSettingWords = () => {
  const { t, i18n } = useTranslation('settings')
  const { number } = useFormats()

  const unit = (name: string, count: number): string => t(`unit.${name}`, { count })
  const counted = (name: string | undefined, count: number): string =>
    name ? `${number(count)} ${unit(name, count)}` : number(count)
  const duration = (seconds: number): string => {
    const { count, unit: letter } = durationOf(seconds)
    return counted(DURATION_UNITS[letter], count)
  }
  /** As it was stored, where it is no value of today. */
  const valueText = ({ key, type }: Omit<Kind, 'bounds'>, value: unknown): string => {
    if (type === 'boolean' && typeof value === 'boolean') return value ? t('on') : t('off')
    if (type === 'integer' && typeof value === 'number') return counted(units[key], value)
    if (type === 'choice' && i18n.exists(`settings:choice.${value}`)) return t(`choice.${value}`)
    const seconds = type === 'duration' ? parseDuration(String(value)) : Number.NaN
    if (seconds > 0) return duration(seconds)
    return value === null ? t('unreadable') : String(value)
  }
  const boundsText = ({ key, type, bounds }: Kind): string | null => {
    if (!bounds || !('min' in bounds)) return null
    const { min, max } = bounds
    if (type === 'duration') return t('bounds', { from: duration(min), to: duration(max) })
    return t('bounds', { from: number(min), to: counted(units[key], max) })
  }
  const known = (text: string, key: string, fallback: string): string =>
    i18n.exists(`settings:${text}.${key}`) ? t(`${text}.${key}`) : fallback
  return {
    nameOf: (key: string): string => known('name', key, key),
    aboutOf: ({ key, description }: Pick<Setting, 'key' | 'description'>): string =>
      known('about', key, description),
    unitOf: (key: string, count: number): string | null => {
      const name = units[key]
      return name ? unit(name, count) : null
    },
    unit,
    valueText,
    boundsText,
  }
}
