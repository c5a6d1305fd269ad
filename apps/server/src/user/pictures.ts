import type { AvatarImages, ImageRefusal, LogoImages } from '@latchkey/core'
import { MAX_AVATAR_BYTES, refused } from '@latchkey/core'
import type { Sharp, SharpOptions, WebpOptions } from 'sharp'
import { oneAtATime } from './one-at-a-time.ts'

/** Width and height of an avatar; how high a logo is at most. */
const SIDE = 256
const LOGO_WIDTH = 1024
/** More than a phone's camera makes: decoding takes at most 4 bytes for each, of one image at a time. */
const MAX_PIXELS = 25_000_000
const MAX_SECONDS = 10
const MAX_WAITING = 20
/** Noise of that size is small enough at the second or third. */
const LOSSY: readonly WebpOptions[] = [80, 60, 40, 20, 1].map((quality) => ({ quality }))
/** Drawings are mostly small without any loss. */
const LOSSLESS_FIRST: readonly WebpOptions[] = [{ lossless: true }, ...LOSSY]

/** What the first bytes of a file of that kind are (WHATWG MIME Sniffing, §6.1). */
const isPng = (bytes: Buffer): boolean =>
  bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n'
const isJpeg = (bytes: Buffer): boolean =>
  bytes.subarray(0, 3).toString('latin1') === '\xff\xd8\xff'
const isWebp = (bytes: Buffer): boolean =>
  /^RIFF[\s\S]{4}WEBP/.test(bytes.subarray(0, 12).toString('latin1'))

/** Cut-off and damaged pixels are refused; what a decoder only frowns at is not. */
const OPTIONS: SharpOptions = { failOn: 'error', limitInputPixels: MAX_PIXELS }

type Sharpen = (input: Buffer, options: SharpOptions) => Sharp

/** Loaded with the first upload: it takes as long as half a start. */
const loadSharp = async (): Promise<Sharpen> => {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  // Whatever the bytes look like, no other decoder is to see them.
  sharp.block({ operation: ['VipsForeignLoad'] })
  const kinds = ['Png', 'Jpeg', 'Webp']
  sharp.unblock({ operation: kinds.map((kind) => `VipsForeignLoad${kind}Buffer`) })
  return sharp
}

type Made = ReturnType<AvatarImages['toAvatar']>

/** What becomes of the pixels, and how they are written: the first way that is small enough counts. */
interface Form {
  readonly shaped: (image: Sharp) => Sharp
  readonly ways: readonly WebpOptions[]
}

const AVATAR: Form = {
  shaped: (image) => image.resize(SIDE, SIDE, { fit: 'cover', position: 'attention' }),
  ways: LOSSY,
}
const LOGO: Form = {
  shaped: (image) => image.resize(LOGO_WIDTH, SIDE, { fit: 'inside', withoutEnlargement: true }),
  ways: LOSSLESS_FIRST,
}

/**
 * Avatars and logos by sharp, whose work is done in libuv's threads: one image at a time on one of
 * them, so that whatever else needs these threads goes on.
 */
export const pictures = (): AvatarImages & LogoImages => {
  const inTurn = oneAtATime(MAX_WAITING)
  let loaded: Promise<Sharpen> | undefined
  const made = async (upload: Uint8Array, form: Form): Made => {
    const bytes = Buffer.from(upload.buffer, upload.byteOffset, upload.byteLength)
    if (bytes.length === 0) return refused('image_unreadable')
    if (!isPng(bytes) && !isJpeg(bytes) && !isWebp(bytes)) return refused('image_kind')
    loaded ??= loadSharp()
    const sharp = await loaded
    const outcome = await inTurn(() => webpOf(sharp, bytes, form))
    return outcome ?? { ok: false, reason: 'overloaded', retryAfterSeconds: MAX_SECONDS }
  }
  return {
    toAvatar: (upload) => made(upload, AVATAR),
    toLogo: (upload) => made(upload, LOGO),
  }
}

const webpOf = async (
  sharp: Sharpen,
  bytes: Buffer,
  { shaped, ways }: Form,
): Promise<Awaited<Made>> => {
  const refusal = await refusalFor(sharp, bytes)
  if (refusal) return refusal
  // Turned as its metadata says, which then goes with all the others.
  const upright = sharp(bytes, OPTIONS).timeout({ seconds: MAX_SECONDS }).autoOrient()
  const small = shaped(upright)
  try {
    for (const way of ways) {
      const webp = await small.clone().webp(way).toBuffer()
      if (webp.length <= MAX_AVATAR_BYTES) return { ok: true, webp }
    }
  } catch {
    // What a decoder says is about the upload and helps nobody.
  }
  return refused('image_unreadable')
}

/** Looks at the header alone: no pixel of what is too large is decoded. */
const refusalFor = async (sharp: Sharpen, bytes: Buffer): Promise<ImageRefusal | null> => {
  try {
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height * pages > MAX_PIXELS) return refused('image_too_large')
    return pages > 1 ? refused('image_unreadable') : null
  } catch {
    return refused('image_unreadable')
  }
}
