import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { brandColors } from './brand-colors.ts'
import { contrast, toHex, toOklch } from './oklch.ts'

const SURFACES = { light: ['#ffffff', '#f4f5f8'], dark: ['#0e1016', '#171a22'] } as const
const styles = readFileSync(new URL('../styles.css', import.meta.url), 'utf8')

const hex = (...channels: readonly number[]): string =>
  `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`

/** The smallest contrast of anything that is read. */
const worstOf = (chosen: string): number => {
  const colors = brandColors(chosen)
  return Math.min(
    ...(['light', 'dark'] as const).flatMap((theme) => {
      const { brand, strong, soft, on, fill, fillStrong, onFill } = colors[theme]
      const links = [brand, strong].flatMap((link) =>
        [...SURFACES[theme], on].map((surface) => contrast(link, surface)),
      )
      const buttons = [fill, fillStrong].map((button) => contrast(button, onFill))
      return [...links, ...buttons, contrast(brand, soft)]
    }),
  )
}

test.each([
  ['black', '#000000'],
  ['white', '#ffffff'],
  ['yellow', '#ffff00'],
  ['the brightest green', '#00ff00'],
  ['grey', '#808080'],
  ['a very dark blue', '#0a0a23'],
  ['ours', '#3d4bd8'],
  ['upper case', '#FFCC00'],
])('links and buttons of %s can be read in light and in dark', (_name, chosen) => {
  expect(worstOf(chosen)).toBeGreaterThanOrEqual(4.5)
})

test('and so can those of a thousand other colours', () => {
  const steps = [0, 28, 57, 85, 113, 142, 170, 198, 227, 255]
  const unreadable = steps.flatMap((red) =>
    steps.flatMap((green) =>
      steps.map((blue) => hex(red, green, blue)).filter((color) => worstOf(color) < 4.5),
    ),
  )
  expect(unreadable).toEqual([])
})

test('a colour that can be read stays as it was chosen', () => {
  expect(brandColors('#3d4bd8').light.brand).toBe('#3d4bd8')
  expect(brandColors('#ffff00').dark.brand).toBe('#ffff00')
})

test.each(['#ffee00', '#ffcc00', '#00ff00'])('buttons of a bright colour keep it: %s', (chosen) => {
  expect(brandColors(chosen).light.fill).toBe(chosen)
})

test.each(['#ffffff', '#fff5d6', '#808080', '#3d8bd8'])(
  'those of a pale or a middling one do not: %s',
  (chosen) => {
    const { fill, brand } = brandColors(chosen).light
    expect(fill).toBe(brand)
    expect(fill).not.toBe(chosen)
  },
)

test('a button looks different under the pointer, whatever the colour', () => {
  for (const chosen of ['#000000', '#ffffff', '#ffff00', '#3d4bd8']) {
    const { light, dark } = brandColors(chosen)
    for (const { fill, fillStrong } of [light, dark]) expect(fillStrong).not.toBe(fill)
  }
})

test('the styles begin with the colours and surfaces that are reckoned with here', () => {
  const { light, dark } = brandColors('#3d4bd8')
  const begins = (name: string, one: string, other: string) => {
    const [both = ''] = new RegExp(`--${name}: light-dark\\([^;]+;`).exec(styles) ?? []
    expect(both).toContain(`var(--${name}-light, ${one})`)
    expect(both).toContain(`var(--${name}-dark, ${other})`)
  }
  begins('brand', light.brand, dark.brand)
  begins('brand-strong', light.strong, dark.strong)
  begins('brand-soft', light.soft, dark.soft)
  begins('on-brand', light.on, dark.on)
  begins('fill', light.fill, dark.fill)
  begins('fill-strong', light.fillStrong, dark.fillStrong)
  begins('on-fill', light.onFill, dark.onFill)
  for (const [name, one, other] of [
    ['card', SURFACES.light[0], SURFACES.dark[1]],
    ['page', SURFACES.light[1], SURFACES.dark[0]],
  ] as const)
    expect(styles).toContain(`--${name}: light-dark(${one}, ${other});`)
})

test('a colour comes back from OKLCH as it was', () => {
  for (const color of ['#000000', '#ffffff', '#3d4bd8', '#ff0000', '#123456'])
    expect(toHex(toOklch(color))).toBe(color)
})
