import type { BrowserContextOptions } from 'playwright-core'
import type { Eyes, Screen } from './screens.ts'

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }

/** How a screen is looked at. */
export const LOOKS = {
  desktop: { viewport: DESKTOP, colorScheme: 'light' },
  dark: { viewport: DESKTOP, colorScheme: 'dark' },
  phone: { viewport: PHONE, colorScheme: 'light', isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

export type Look = keyof typeof LOOKS

const CHAPTERS = {
  nobody: 'Before sign-in',
  user: 'One\u2019s own account',
  admin: 'Administration',
} as const satisfies Record<Eyes, string>

const WIDTHS = { desktop: 420, dark: 420, phone: 124 } as const satisfies Record<Look, number>
const NAMES = { desktop: 'light', dark: 'dark', phone: 'on a phone' } as const satisfies Record<
  Look,
  string
>

const titleOf = (name: string): string =>
  name.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())

const picturesOf = (name: string): string =>
  (Object.keys(LOOKS) as Look[])
    .map((look) => {
      const alt = `${titleOf(name)}, ${NAMES[look]}`
      return `<a href="${name}-${look}.webp"><img src="${name}-${look}.webp" alt="${alt}" width="${WIDTHS[look]}"></a>`
    })
    .join(' ')

/** The page that shows every screen, in the order of `screens`. */
export const galleryOf = (screens: readonly Screen[]): string => {
  const chapters = Object.entries(CHAPTERS).map(([eyes, title]) => {
    const own = screens.filter((screen) => screen.eyes === eyes)
    const parts = own.map(({ name, path }) => {
      const [address] = path.split(/[#?]/)
      return `### ${titleOf(name)}\n\n\`${address}\`\n\n${picturesOf(name)}`
    })
    return [`## ${title}`, ...parts].join('\n\n')
  })
  const lead =
    'Every page of the web app, on desktops in light and in dark and on a phone, with the people of `latchkey demo seed`. Written by `npm run screens`.'
  return `${['# Screens', lead, ...chapters].join('\n\n')}\n`
}
