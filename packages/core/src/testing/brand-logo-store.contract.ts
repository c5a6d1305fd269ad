import { describe, expect, test } from 'vitest'
import { MAX_AVATAR_BYTES } from '../user/avatar-images.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import type { OpenNodes } from './race.ts'

/** Every BrandLogoStore must pass this suite. */
export const describeBrandLogoStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a BrandLogoStore`, () => {
    test('every picture stays as it was added, up to the largest, beside the later ones', async () => {
      const nodes = await openNodes()
      const webp = Uint8Array.from({ length: MAX_AVATAR_BYTES }, (_, index) => (index * 7) % 256)
      const logos = [
        { id: 'logo-1', webp: Uint8Array.of(0, 127, 128, 255), createdAt: NOON },
        { id: 'logo-2', webp, createdAt: afterNoon(1) },
      ]
      for (const logo of logos) await nodes[0].brandLogos.add(logo)
      for (const { brandLogos } of nodes)
        for (const logo of logos) expect(await brandLogos.find(logo.id)).toEqual(logo)
    })

    test('an unknown id, or one that differs in case, is none', async () => {
      const [{ brandLogos }] = await openNodes()
      await brandLogos.add({ id: 'logo-1', webp: Uint8Array.of(1), createdAt: NOON })
      for (const id of ['logo-2', 'Logo-1', 'logo-1 ', ''])
        expect(await brandLogos.find(id)).toBeNull()
    })
  })
