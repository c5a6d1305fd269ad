import { brandColors } from './brand-colors.ts'
import { pictureSource } from './picture-source.ts'

/** What an installation shows of itself. */
export interface Brand {
  readonly name: string
  readonly color: string
  readonly logoUrl: string | null
}

/** Of an installation that could not be asked. */
export const OUR_BRAND: Brand = { name: 'Latchkey', color: '#3d4bd8', logoUrl: null }

/** What a part of a page, or all of it, takes its colours from in either theme (styles.css). */
export const brandProperties = (color: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(brandColors(color)).flatMap(([theme, colors]) => [
      [`--brand-${theme}`, colors.brand],
      [`--brand-strong-${theme}`, colors.strong],
      [`--brand-soft-${theme}`, colors.soft],
      [`--on-brand-${theme}`, colors.on],
      [`--fill-${theme}`, colors.fill],
      [`--fill-strong-${theme}`, colors.fillStrong],
      [`--on-fill-${theme}`, colors.onFill],
    ]),
  )

/** Gives the page the colours of the installation, and the tab its picture. */
export const showBrand = ({ color, logoUrl }: Brand): void => {
  for (const [name, value] of Object.entries(brandProperties(color)))
    document.documentElement.style.setProperty(name, value)
  const icon = document.querySelector('link[rel="icon"]')
  icon?.setAttribute('type', logoUrl === null ? 'image/svg+xml' : 'image/webp')
  icon?.setAttribute('href', pictureSource(logoUrl))
}
