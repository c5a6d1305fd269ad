import { contrast, type Oklch, toHex, toOklch } from './oklch.ts'

interface Theme {
  /** What links stand on (styles.css). */
  readonly surfaces: readonly string[]
  /** What a highlighted entry is coloured from, and by how much of the brand. */
  readonly softOf: string
  readonly softness: number
  /** What stands on a button. */
  readonly on: string
  /** The contrast that is wanted: WCAG 2.2 (1.4.3) asks for 4.5; on dark a little more is pleasant. */
  readonly readable: number
  /** Darker or lighter, a little. */
  readonly step: number
}

const LIGHT: Theme = {
  surfaces: ['#ffffff', '#f4f5f8'],
  softOf: '#ffffff',
  softness: 0.09,
  on: '#ffffff',
  readable: 4.5,
  step: -0.01,
}
const DARK: Theme = {
  surfaces: ['#0e1016', '#171a22'],
  softOf: '#171a22',
  softness: 0.16,
  on: '#10121a',
  readable: 5,
  step: 0.01,
}

/** How many steps a button under the pointer goes on; and back, where there is no way on. */
const ONWARD = 9
const BACK = -20

/** How colourful and how light a colour must be to stay as it is on a button of the light theme. */
const BRIGHT = { chroma: 0.1, contrast: 9 }

/** The brand's colours in one theme, each as `#rrggbb`. */
export interface BrandColors {
  readonly brand: string
  readonly strong: string
  readonly soft: string
  readonly on: string
  /** Of buttons, of one under the pointer, and what is written on either. */
  readonly fill: string
  readonly fillStrong: string
  readonly onFill: string
}

/** A yellow would be olive before white could be read on it: buttons keep it, with dark text. */
const isBright = (color: Oklch): boolean =>
  color.c >= BRIGHT.chroma && contrast(toHex(color), DARK.on) >= BRIGHT.contrast

const softened = (color: Oklch, { softOf, softness }: Theme): string => {
  const { l, c } = toOklch(softOf)
  const mixed = (from: number, to: number) => from + (to - from) * softness
  return toHex({ l: mixed(l, color.l), c: Math.max(c, color.c * softness), h: color.h })
}

const inTheme = (chosen: Oklch, theme: Theme): BrandColors => {
  const { surfaces, on, readable, step } = theme
  const isReadable = (color: Oklch) =>
    [...surfaces, on, softened(color, theme)].every(
      (other) => contrast(toHex(color), other) >= readable,
    )
  let color = chosen
  while (!isReadable(color) && color.l >= 0 && color.l <= 1) color = { ...color, l: color.l + step }
  const onward = color.l + step * ONWARD
  const strong = onward > 0.1 && onward < 0.95 ? onward : color.l + step * BACK
  const written = { brand: toHex(color), strong: toHex({ ...color, l: strong }), on }
  const [fill, fillStrong, onFill] =
    theme === LIGHT && isBright(chosen)
      ? [toHex(chosen), toHex({ ...chosen, l: chosen.l + step * ONWARD }), DARK.on]
      : [written.brand, written.strong, on]
  return { ...written, soft: softened(color, theme), fill, fillStrong, onFill }
}

/**
 * The colours of buttons and links for a chosen one: it is made darker for the light theme and
 * lighter for the dark one until everything written with it, or on it, can be read. Only buttons of
 * a bright one keep it.
 */
export const brandColors = (
  chosen: string,
): { readonly light: BrandColors; readonly dark: BrandColors } => {
  const color = toOklch(chosen)
  return { light: inTheme(color, LIGHT), dark: inTheme(color, DARK) }
}
