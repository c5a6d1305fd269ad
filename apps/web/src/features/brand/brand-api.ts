import type { Problem } from '@latchkey/client'
import { api } from '../../lib/api.ts'
import type { Brand } from '../../lib/brand.ts'
import { latchkey } from '../../lib/latchkey.ts'

const KEYS = { name: 'brand_name', color: 'brand_color', logo: 'brand_logo' } as const
export type BrandPart = keyof typeof KEYS

interface Setting {
  readonly key: string
  readonly value: unknown
  readonly editable: boolean
}

/** The parts of the brand that the environment fixes. */
const fixedOf = (settings: readonly Setting[]): readonly BrandPart[] =>
  (Object.keys(KEYS) as BrandPart[]).filter(
    (part) => settings.find(({ key }) => key === KEYS[part])?.editable === false,
  )

const brandApi = api.injectEndpoints({
  endpoints: (build) => ({
    fixedBrand: build.query<readonly BrandPart[], void>({
      query: () => (client) => client.GET('/api/admin/settings'),
      transformResponse: ({ settings }: { readonly settings: readonly Setting[] }) =>
        fixedOf(settings),
      providesTags: ['Settings'],
    }),
  }),
})

export const { useFixedBrandQuery } = brandApi

/** A picture to upload, none any more, or the one there is. */
export type LogoChoice = File | 'none' | 'same'

const saveLogo = async (logo: LogoChoice): Promise<Problem | undefined> => {
  if (logo === 'same') return undefined
  if (logo === 'none') return (await latchkey.api.DELETE('/api/admin/brand/logo')).error
  const { error } = await latchkey.api.PUT('/api/admin/brand/logo', {
    body: '',
    bodySerializer: () => logo,
    headers: { 'content-type': logo.type },
  })
  return error
}

const saveSetting = async (part: 'name' | 'color', value: string): Promise<Problem | undefined> => {
  const params = { path: { key: KEYS[part] } }
  return (await latchkey.api.PUT('/api/admin/settings/{key}', { params, body: { value } })).error
}

/** Why a part of the brand could not be saved. */
export interface BrandRefusal {
  readonly part: BrandPart
  readonly problem: Problem
}

/** Saves what is different from before; stops at the first part that is refused. */
export const saveBrand = async (
  before: Brand,
  {
    name,
    color,
    logo,
  }: { readonly name: string; readonly color: string; readonly logo: LogoChoice },
): Promise<BrandRefusal | null> => {
  const ofLogo = await saveLogo(logo)
  if (ofLogo) return { part: 'logo', problem: ofLogo }
  for (const [part, value] of [
    ['name', name],
    ['color', color],
  ] as const) {
    const problem = value === before[part] ? undefined : await saveSetting(part, value)
    if (problem) return { part, problem }
  }
  return null
}
