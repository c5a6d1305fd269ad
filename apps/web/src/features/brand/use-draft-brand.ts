import { isBrandColor, isBrandName } from '@latchkey/core/rules'
import { useEffect, useState } from 'react'
import type { Brand } from '../../lib/brand.ts'
import type { LogoChoice } from './brand-api.ts'

/** A brand while somebody changes it: what they entered, and how it would look. */
export const useDraftBrand = (saved: Brand) => {
  const [name, setName] = useState(saved.name)
  const [color, setColor] = useState(saved.color)
  const [logo, setLogo] = useState<LogoChoice>('same')
  const [fileUrl, setFileUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!(logo instanceof File)) return
    const url = URL.createObjectURL(logo)
    setFileUrl(url)
    return () => {
      URL.revokeObjectURL(url)
      setFileUrl(null)
    }
  }, [logo])
  const trimmed = name.trim().normalize('NFC')
  const shown: Brand = {
    name: trimmed || saved.name,
    color: isBrandColor(color) ? color : saved.color,
    logoUrl: logo === 'same' ? saved.logoUrl : fileUrl,
  }
  return {
    ...{ name, setName, color, setColor, logo, setLogo },
    /** As it would be saved. */
    wish: { name: trimmed, color, logo },
    /** As it can be shown, also while something of it is not valid. */
    shown,
    isNameValid: isBrandName(trimmed),
    isColorValid: isBrandColor(color),
  }
}
