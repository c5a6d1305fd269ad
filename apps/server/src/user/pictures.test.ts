import { MAX_AVATAR_BYTES } from '@latchkey/core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { pictures } from './pictures.ts'

const images = pictures()

const picture = (width = 400, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } })
const noise = (side: number) =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 90 },
    },
  })

const made = async (upload: Uint8Array) => {
  const outcome = await images.toAvatar(upload)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.webp
}
const refusal = async (upload: Uint8Array) => {
  const outcome = await images.toAvatar(upload)
  return outcome.ok ? 'taken' : outcome.reason
}

describe('an avatar', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('is a small square WebP of a %s', async (format) => {
    const webp = await made(await picture().toFormat(format).toBuffer())
    const found = await sharp(webp).metadata()
    expect([found.format, found.width, found.height]).toEqual(['webp', 256, 256])
  })

  test('is small enough, whatever there is to see', async () => {
    for (const side of [256, 800]) {
      const webp = await made(await noise(side).jpeg({ quality: 80 }).toBuffer())
      expect(webp.length).toBeLessThanOrEqual(MAX_AVATAR_BYTES)
    }
  })

  test('says nothing of camera, place and time, and stands upright', async () => {
    const exif = {
      IFD0: { Make: 'Secret Camera', Copyright: 'Ada Lovelace' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    }
    const left = await sharp({ create: { width: 20, height: 40, channels: 3, background: '#f00' } })
      .png()
      .toBuffer()
    const upload = await sharp({
      create: { width: 40, height: 40, channels: 3, background: '#00f' },
    })
      .composite([{ input: left, left: 0, top: 0 }])
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>')
      .jpeg({ quality: 100 })
      .toBuffer()
    expect(upload.toString('latin1')).toMatch(/Secret Camera/)
    const webp = await made(upload)
    const found = await sharp(webp).metadata()
    const { exif: itsExif, xmp, icc, iptc, orientation } = found
    expect([itsExif, xmp, icc, iptc, orientation]).toEqual(Array(5).fill(undefined))
    expect(Buffer.from(webp).toString('latin1')).not.toMatch(/Secret|SECRET|Lovelace/)
    // What was on the left is at the top once the image is turned to the right.
    const { data } = await sharp(webp).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => [
      ...data.subarray((y * 256 + x) * 3, (y * 256 + x) * 3 + 3),
    ]
    expect(at(128, 20)[0]).toBeGreaterThan(200)
    expect(at(128, 235)[2]).toBeGreaterThan(200)
  })

  test('holds nothing of what was hidden behind the image', async () => {
    const png = await picture().png().toBuffer()
    const html = Buffer.from('<html><script>alert(1)</script>')
    const webp = await made(Buffer.concat([png, html]))
    expect(Buffer.from(webp).toString('latin1')).not.toContain('script')
  })
})

describe('no avatar is made of', () => {
  test('what is none of the three kinds, whatever it is called', async () => {
    const gif = await picture().gif().toBuffer()
    const tiff = await picture().tiff().toBuffer()
    const avif = await picture(64, 64).avif().toBuffer()
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    const texts = [
      svg,
      `<?xml version="1.0"?>${svg}`,
      '<html>',
      '%PDF-1.7',
      'BM',
      'PNG',
      '\0'.repeat(99),
    ]
    for (const upload of [gif, tiff, avif, ...texts.map((text) => Buffer.from(text))])
      expect(await refusal(upload)).toBe('image_kind')
  })

  test('nothing, and what is cut off or damaged', async () => {
    expect(await refusal(new Uint8Array())).toBe('image_unreadable')
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const whole = await noise(300).toFormat(format).toBuffer()
      for (const part of [0.9, 0.5, 0.01])
        expect(await refusal(whole.subarray(0, Math.max(16, whole.length * part)))).toBe(
          'image_unreadable',
        )
    }
    const damaged = await noise(300).png().toBuffer()
    const middle = Math.floor(damaged.length / 2)
    damaged.fill(0x41, middle, middle + 2000)
    expect(await refusal(damaged)).toBe('image_unreadable')
  })

  test('a bomb: few bytes, very many pixels', async () => {
    const bomb = await picture(5100, 5100).png({ compressionLevel: 9 }).toBuffer()
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024)
    expect(await refusal(bomb)).toBe('image_too_large')
  })

  test('an animation', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const webp = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0 })
      .toBuffer()
    expect(await refusal(webp)).toBe('image_unreadable')
  })
})

describe('a logo', () => {
  const logo = async (upload: Uint8Array) => {
    const outcome = await images.toLogo(upload)
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome.webp
  }

  test('keeps its proportions within 1024 by 256, and is never made larger', async () => {
    const sizes: readonly [number, number, number, number][] = [
      [400, 300, 341, 256],
      [3000, 300, 1024, 102],
      [64, 32, 64, 32],
    ]
    for (const [width, height, ...expected] of sizes) {
      const found = await sharp(
        await logo(await picture(width, height).png().toBuffer()),
      ).metadata()
      expect([found.format, found.width, found.height]).toEqual(['webp', ...expected])
    }
  })

  test('keeps what is transparent, and every colour of a drawing', async () => {
    const background = { r: 61, g: 75, b: 216, alpha: 0.5 }
    const upload = await sharp({ create: { width: 40, height: 20, channels: 4, background } })
      .png()
      .toBuffer()
    const { data, info } = await sharp(await logo(upload))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.channels, ...data.subarray(0, 4)]).toEqual([4, 61, 75, 216, 128])
  })

  test('is small enough, whatever there is to see', async () => {
    const webp = await logo(await noise(800).jpeg({ quality: 80 }).toBuffer())
    expect(webp.length).toBeLessThanOrEqual(MAX_AVATAR_BYTES)
  })

  test('is refused for what an avatar is refused for, and says as little of the camera', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const bomb = await picture(5100, 5100).png().toBuffer()
    for (const [upload, reason] of [
      [svg, 'image_kind'],
      [bomb, 'image_too_large'],
      [new Uint8Array(), 'image_unreadable'],
    ] as const)
      expect(await images.toLogo(upload)).toMatchObject({ ok: false, reason })
    const told = await picture()
      .withExif({ IFD0: { Make: 'Secret Camera' } })
      .jpeg()
      .toBuffer()
    const { exif, icc } = await sharp(await logo(told)).metadata()
    expect([exif, icc]).toEqual([undefined, undefined])
  })
})

test('uploads that come at the same time are all answered, or told to come again', async () => {
  const upload = await picture(2000, 2000).jpeg().toBuffer()
  const reasons = await Promise.all(Array.from({ length: 40 }, () => refusal(upload)))
  expect(new Set(reasons)).toEqual(new Set(['taken', 'overloaded']))
  expect(reasons.filter((reason) => reason === 'taken')).toHaveLength(21)
})
