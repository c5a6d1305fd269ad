import type { AvatarStore } from '../user/avatar-store.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryAvatars = ({ avatars }: Pick<MemoryTables, 'avatars'>): AvatarStore => {
  const remove = (userId: string) => {
    for (const avatar of avatars.values()) if (avatar.userId === userId) avatars.delete(avatar.id)
  }
  return {
    find: async (id) => avatars.get(id) ?? null,
    replace: async (avatar) => {
      remove(avatar.userId)
      avatars.set(avatar.id, avatar)
    },
    remove: async (userId) => remove(userId),
  }
}
