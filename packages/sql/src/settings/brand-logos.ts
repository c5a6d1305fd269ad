import type { BrandLogoStore } from '@latchkey/core'
import { toDate, toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'

/** Logos in SQL, as base64: a text is the same in every database and every backup. */
export const sqlBrandLogos = ({ read, write }: Connections): BrandLogoStore => ({
  find: async (id) => {
    const query = read.selectFrom('brand_logos').selectAll().where('id', '=', id)
    const row = await query.executeTakeFirst()
    if (!row) return null
    const webp = Uint8Array.from(Buffer.from(row.webp, 'base64'))
    return { id: row.id, webp, createdAt: toDate(row.created_at) }
  },

  add: async ({ id, webp, createdAt }) => {
    const image = Buffer.from(webp).toString('base64')
    const row = { id, webp: image, created_at: toInstant(createdAt) }
    await write.insertInto('brand_logos').values(row).execute()
  },
})
