/** What one check found: fine, worth knowing, or broken; with the mend when there is one. */
export interface Finding {
  readonly level: 'ok' | 'note' | 'bad'
  readonly about: string
  readonly message: string
  /** What to do about it. */
  readonly mend: string | null
}

export const ok = (about: string, message: string): Finding => ({
  level: 'ok',
  about,
  message,
  mend: null,
})

export const note = (about: string, message: string, mend: string | null = null): Finding => ({
  level: 'note',
  about,
  message,
  mend,
})

export const bad = (about: string, message: string, mend: string | null = null): Finding => ({
  level: 'bad',
  about,
  message,
  mend,
})
