/** A picture that was uploaded to stand for the installation: WebP, without metadata. */
export interface BrandLogo {
  /** Cannot be guessed, and is new at every upload. The setting `brand_logo` names the one in force. */
  readonly id: string
  readonly webp: Uint8Array
  readonly createdAt: Date
}

/** Pictures are added and never changed, as versions of a setting: an earlier one can come back. */
export interface BrandLogoStore {
  /** Resolves to null when there is none. */
  find(id: string): Promise<BrandLogo | null>

  add(logo: BrandLogo): Promise<void>
}
