import { describe, expect, test } from 'vitest'
import { MAX_AVATAR_BYTES } from '../user/avatar-images.ts'
import type { Avatar } from '../user/avatar-store.ts'
import { aUser } from './a-user.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds } from './race.ts'

const anAvatar = (over: Partial<Avatar> = {}): Avatar => ({
  id: 'avatar-1',
  userId: 'user-1',
  webp: Uint8Array.of(0, 1, 127, 128, 255, 0),
  createdAt: NOON,
  ...over,
})

/** Every AvatarStore must pass this suite. */
export const describeAvatarStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is an AvatarStore`, () => {
    const open = async () => {
      const nodes = await openNodes()
      await nodes[0].users.add(aUser())
      await nodes[0].users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
      return nodes
    }

    test('every field and every byte comes back as it was stored, up to the largest picture', async () => {
      const [{ avatars }] = await open()
      const webp = Uint8Array.from({ length: MAX_AVATAR_BYTES }, (_, index) => (index * 7) % 256)
      const largest = anAvatar({ id: 'avatar-2', userId: 'user-2', webp, createdAt: afterNoon(1) })
      for (const avatar of [anAvatar(), largest]) {
        await avatars.replace(avatar)
        expect(await avatars.find(avatar.id)).toEqual(avatar)
      }
    })

    test('an unknown id, or one that differs in case, is none', async () => {
      const [{ avatars }] = await open()
      await avatars.replace(anAvatar())
      for (const id of ['avatar-2', 'Avatar-1', 'avatar-1 ', ''])
        expect(await avatars.find(id)).toBeNull()
    })

    test('a user has one picture: the newest', async () => {
      const [{ avatars }] = await open()
      const other = anAvatar({ id: 'other', userId: 'user-2' })
      for (const avatar of [anAvatar(), other, anAvatar({ id: 'avatar-2' })])
        await avatars.replace(avatar)
      expect(await avatars.find('avatar-1')).toBeNull()
      expect(await avatars.find('avatar-2')).not.toBeNull()
      expect(await avatars.find('other')).toEqual(other)
    })

    test('a picture that is taken out is gone, and nobody else’s', async () => {
      const [{ avatars }] = await open()
      await avatars.replace(anAvatar())
      await avatars.replace(anAvatar({ id: 'other', userId: 'user-2' }))
      await avatars.remove('user-1')
      await avatars.remove('user-1')
      expect(await avatars.find('avatar-1')).toBeNull()
      expect(await avatars.find('other')).not.toBeNull()
    })

    test('of many concurrent uploads exactly one is there afterwards', async () => {
      const nodes = await open()
      const [{ avatars }] = nodes
      // Each waits for the one before it, so a few rounds are many uploads.
      for (const round of rounds().slice(0, 4)) {
        const ids = await race(nodes, async (node, index) => {
          const id = `avatar-${round}-${index}`
          await node.avatars.replace(anAvatar({ id }))
          return id
        })
        const found = await Promise.all(ids.map((id) => avatars.find(id)))
        expect(found.filter((avatar) => avatar !== null)).toHaveLength(1)
      }
    })
  })
