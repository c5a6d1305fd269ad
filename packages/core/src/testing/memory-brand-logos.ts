import type { BrandLogoStore } from '../settings/brand-logo-store.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryBrandLogos = ({
  brandLogos,
}: Pick<MemoryTables, 'brandLogos'>): BrandLogoStore => ({
  find: async (id) => brandLogos.get(id) ?? null,
  add: async (logo) => {
    brandLogos.set(logo.id, logo)
  },
})
