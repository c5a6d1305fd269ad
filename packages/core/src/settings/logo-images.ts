import type { Overloaded } from '../password/passwords.ts'
import type { ImageRefusal } from '../user/avatar-images.ts'

/** Makes logos of what administrators send. Nothing of the upload but its pixels gets through. */
export interface LogoImages {
  /**
   * A WebP of at most `MAX_AVATAR_BYTES`, 256 pixels high and 1024 wide, in its own proportions, what is
   * transparent in it still so, without metadata. `overloaded` when too many uploads wait.
   */
  toLogo(
    upload: Uint8Array,
  ): Promise<{ readonly ok: true; readonly webp: Uint8Array } | ImageRefusal | Overloaded>
}
