import { parseName } from '../user/profile-rules.ts'

/** Longest name of an installation, in code points. */
export const MAX_BRAND_NAME_LENGTH = 40

/** What mail programs and browsers take for markup, for a link with a path or for an encoded word (RFC 2047). */
const MARKUP_OR_LINK = /[<>@]|=\?|https?:|:\/\/|\bwww\.|\.\p{L}{2,}\//iu

/** Whether an installation may be called so: it stands in mails, in titles and on pages. */
export const isBrandName = (name: string): boolean =>
  [...name].length <= MAX_BRAND_NAME_LENGTH &&
  parseName(name) === name &&
  !MARKUP_OR_LINK.test(name)

/** Whether it is a colour as `#rrggbb`. */
export const isBrandColor = (color: string): boolean => /^#[\da-f]{6}$/i.test(color)

/** Whether it may be the id of an uploaded picture; empty is none. */
export const isPictureId = (id: string): boolean => /^[\w-]{0,64}$/.test(id)
