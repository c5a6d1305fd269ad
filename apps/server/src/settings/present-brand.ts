import type { Settings } from '@latchkey/core/rules'

/** What pages show of the installation. */
export const presentBrand = (
  { brand_name: name, brand_color: color, brand_logo: logo }: Settings,
  publicUrl: string,
) => ({ name, color, logoUrl: logo === '' ? null : `${publicUrl}/api/brand/logo/${logo}` })
