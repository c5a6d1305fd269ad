/** The picture of a user: square, WebP, without metadata. */
export interface Avatar {
  /** Cannot be guessed, and is new at every upload: whoever was told of it may see the picture. */
  readonly id: string
  readonly userId: string
  readonly webp: Uint8Array
  readonly createdAt: Date
}

export interface AvatarStore {
  /** Resolves to null when there is none, or no longer. */
  find(id: string): Promise<Avatar | null>

  /** Makes it the one picture of its user, in the place of the former one. */
  replace(avatar: Avatar): Promise<void>

  /** Takes out the picture of the user, if there is one. */
  remove(userId: string): Promise<void>
}
