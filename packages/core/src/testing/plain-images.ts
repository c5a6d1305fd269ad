import type { LogoImages } from '../settings/logo-images.ts'
import type { AvatarImages, ImageRefusal } from '../user/avatar-images.ts'

const REFUSALS = ['image_kind', 'image_unreadable', 'image_too_large'] as const

const small: AvatarImages['toAvatar'] = async (upload) => {
  const text = new TextDecoder().decode(upload)
  const reason: ImageRefusal['reason'] | undefined = REFUSALS.find((one) => one === text)
  if (text === 'overloaded') return { ok: false, reason: 'overloaded', retryAfterSeconds: 3 }
  if (reason) return { ok: false, reason }
  return { ok: true, webp: new TextEncoder().encode(`small ${text}`) }
}

/** Pictures that read themselves: `png` becomes `small png`; the name of a refusal is refused so. */
export const plainImages = (): AvatarImages & LogoImages => ({ toAvatar: small, toLogo: small })
