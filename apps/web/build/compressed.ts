import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const WORTHWHILE = /\.(?:js|css|svg)$/
const MIN_BYTES = 1024
const ways = { br: promisify(brotliCompress), gz: promisify(gzip) }

/** Puts a `.br` and a `.gz` beside every file that gets smaller, so that no request compresses. */
export const compressed = (): Plugin => {
  let folder = ''
  return {
    name: 'latchkey:compressed',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    // Not at the end of a build: that comes after a failed one too, and its error would stand alone.
    async writeBundle() {
      const assets = join(folder, 'assets')
      const names = readdirSync(assets).filter((name) => WORTHWHILE.test(name))
      await Promise.all(names.map((name) => compress(join(assets, name))))
    },
  }
}

const compress = async (path: string): Promise<void> => {
  const bytes = await readFile(path)
  if (bytes.length < MIN_BYTES) return
  for (const [ending, pack] of Object.entries(ways)) {
    const packed = await pack(bytes)
    if (packed.length < bytes.length) await writeFile(`${path}.${ending}`, packed)
  }
}
