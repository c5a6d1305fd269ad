import type { Overloaded } from '../password/passwords.ts'
import type { Refused } from '../shared/outcome.ts'

/** Largest stored picture, in bytes: as text it fits into a column of every database. */
export const MAX_AVATAR_BYTES = 48_000

/**
 * `image_kind`: not PNG, JPEG or WebP by what is in it, whatever it is called; `image_unreadable`:
 * broken, cut off or animated; `image_too_large`: more pixels than anybody's camera makes of a face.
 */
export type ImageRefusal = Refused<'image_kind' | 'image_unreadable' | 'image_too_large'>

/** Makes pictures of what people send. Nothing of the upload but its pixels gets through. */
export interface AvatarImages {
  /**
   * A square WebP of at most `MAX_AVATAR_BYTES`, upright, without metadata. Uploads are decoded one
   * after the other; `overloaded` when too many wait.
   */
  toAvatar(
    upload: Uint8Array,
  ): Promise<{ readonly ok: true; readonly webp: Uint8Array } | ImageRefusal | Overloaded>
}
