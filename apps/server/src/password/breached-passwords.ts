import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const NEWLINE = 0x0a
const HASH_CHARACTERS = 40
const LINE = /^[0-9a-f]{40}(:\d+)?\s*$/i

/** SHA-1 hashes of passwords that were leaked somewhere. */
export interface BreachedPasswords {
  readonly size: number
  /** Lines that hold no hash; a number above zero means the file is not what it should be. */
  readonly ignoredLines: number
  has(password: string): boolean
}

/**
 * Reads a list in the format of Have I Been Pwned: one upper- or lower-case SHA-1 per line, with or
 * without `:count`. A missing file is an empty list; any other trouble is a fault. Each entry takes
 * about 60 bytes of memory: a million is fine, the whole corpus is not.
 */
export const readBreachedPasswords = (file: string): BreachedPasswords => {
  const hashes = new Set<string>()
  let ignoredLines = 0
  for (const line of lines(readIfThere(file)))
    if (LINE.test(line)) hashes.add(keyOf(Buffer.from(line.slice(0, HASH_CHARACTERS), 'hex')))
    else if (line.trim() !== '') ignoredLines += 1
  return {
    size: hashes.size,
    ignoredLines,
    has: (password) => hashes.has(keyOf(createHash('sha1').update(password).digest())),
  }
}

/** Twenty bytes as twenty characters: half the memory of the hexadecimal form. */
const keyOf = (hash: Buffer): string => hash.toString('latin1')

const readIfThere = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Line by line from the bytes: a large file does not fit into one string. */
function* lines(bytes: Buffer): Generator<string> {
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, from)
    const to = newline < 0 ? bytes.length : newline
    yield bytes.toString('latin1', from, to)
    from = to + 1
  }
}
