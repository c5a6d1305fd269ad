import * as z from 'zod'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const image = z.unknown().meta({ type: 'string', format: 'binary' })

/** What an installation shows of itself. */
export const brand = z.object({
  name: z.string(),
  color: z.string().meta({ description: 'As `#rrggbb`' }),
  logoUrl: z.string().nullable().meta({ description: 'Null when none was uploaded' }),
})

const branded = z.object({ success: z.literal(true), brand })

export const uploadLogo = needs('settings:write', {
  operationId: 'uploadBrandLogo',
  summary: 'Give the installation a logo',
  description:
    'PNG, JPEG or WebP, at most 2 MiB, as the body or as the one file of a `multipart/form-data` form; what is in it counts, not what it is called. It is made at most 256 pixels high, what is transparent stays so, and nothing of it but its pixels is kept. It becomes the value of the setting `brand_logo`, which can be rolled back.',
  consumes: ['image/png', 'image/jpeg', 'image/webp', 'multipart/form-data'],
  body: image,
  response: { 200: branded, ...failures(400, 401, 403, 409, 413, 415, 429, 503) },
})

export const removeLogo = needs('settings:write', {
  operationId: 'removeBrandLogo',
  summary: 'Take the logo away',
  description: 'The icon of Latchkey is shown again.',
  response: { 200: branded, ...failures(401, 403, 409, 503) },
})

export const logo = {
  operationId: 'brandLogo',
  summary: 'A logo that was uploaded',
  description: 'By its id, which is new at every upload. May be cached for ever.',
  tags: ['Configuration'],
  params: z.object({ id: z.string() }),
  produces: ['image/webp'],
  response: { 200: image, ...failures(404, 503) },
}
