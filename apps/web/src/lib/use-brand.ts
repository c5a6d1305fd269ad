import { type Brand, OUR_BRAND } from './brand.ts'
import { useConfig } from './use-config.ts'

/** The name, the colour and the picture of this installation; ours when it could not be asked. */
export const useBrand = (): Brand => useConfig()?.brand ?? OUR_BRAND
