import type { ProblemCode } from '@latchkey/contract'
import type { AvatarRefusal } from '@latchkey/core'

export const avatarProblems = {
  image_kind: 'unsupported_media_type',
  image_unreadable: 'validation_failed',
  image_too_large: 'payload_too_large',
  user_gone: 'unauthenticated',
} as const satisfies Record<AvatarRefusal['reason'], ProblemCode>

/** What a person reads who chose that file. */
export const AVATAR_TEXT = {
  image_kind: 'Send a PNG, JPEG or WebP image.',
  image_unreadable: 'This image is broken, empty or animated. Send another one.',
  image_too_large: 'This image has too many pixels. Send a smaller one.',
  user_gone: 'Sign in first.',
} as const satisfies Record<AvatarRefusal['reason'], string>
