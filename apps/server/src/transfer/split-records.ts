/** One record of a file: its bytes and the number of its first line. */
export interface SplitRecord {
  readonly line: number
  /** Without the line break; null when it is longer than any record may be. */
  readonly bytes: Buffer | null
}

/** Longest record, in bytes: nothing that a person has is as long, and memory stays bounded. */
export const MAX_RECORD_BYTES = 64 * 1024

/**
 * Most lines of one record. A quote that is still open then never closes: or else a file of open
 * quotes would be looked through again from each of its lines.
 */
export const MAX_RECORD_LINES = 100

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const COMMA = 0x2c

export type FileFormat = 'csv' | 'jsonl'

interface State {
  /** What has not been given out yet; never much more than a record and a chunk. */
  left: Buffer
  line: number
  /** Inside a line that is too long: everything goes until it ends. */
  isSkipping: boolean
}

/**
 * Cuts a file into records, whatever is in it: line breaks, or in CSV those outside of quotes
 * (RFC 4180). A quote that is never closed ends with its line. Empty lines are no records.
 */
export const splitRecords = async function* (
  chunks: AsyncIterable<Buffer>,
  format: FileFormat,
): AsyncGenerator<readonly SplitRecord[]> {
  const state: State = { left: Buffer.alloc(0), line: 1, isSkipping: false }
  for await (const chunk of chunks) {
    state.left = state.left.length === 0 ? chunk : Buffer.concat([state.left, chunk])
    yield take(state, format, false)
  }
  yield take(state, format, true)
}

const take = (state: State, format: FileFormat, isLast: boolean): readonly SplitRecord[] => {
  const records: SplitRecord[] = []
  let from = 0
  while (from < state.left.length) {
    const end = state.isSkipping
      ? lineEnd(state.left, from, isLast)
      : recordEnd(state.left, from, format, isLast)
    if (end === null) {
      if (state.left.length - from <= MAX_RECORD_BYTES && !state.isSkipping) break
      if (!state.isSkipping) records.push({ line: state.line, bytes: null })
      state.isSkipping = true
      from = state.left.length
      break
    }
    if (!state.isSkipping) add(records, state.line, state.left.subarray(from, end))
    state.isSkipping = false
    state.line += Math.max(1, countLines(state.left, from, end + 1))
    from = end + 1
  }
  state.left = state.left.subarray(Math.min(from, state.left.length))
  return records
}

const add = (records: SplitRecord[], line: number, bytes: Buffer): void => {
  const trimmed = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes
  if (trimmed.length === 0) return
  // Copied: a slice would keep the whole chunk alive.
  records.push({ line, bytes: trimmed.length > MAX_RECORD_BYTES ? null : Buffer.from(trimmed) })
}

const countLines = (bytes: Buffer, from: number, to: number): number => {
  let lines = 0
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < to; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}

/** Where the line ends, or the file; null while that is not known. */
const lineEnd = (bytes: Buffer, from: number, isLast: boolean): number | null => {
  const at = bytes.indexOf(LF, from)
  if (at >= 0) return at
  return isLast ? bytes.length : null
}

const recordEnd = (
  bytes: Buffer,
  from: number,
  format: FileFormat,
  isLast: boolean,
): number | null => {
  const end = lineEnd(bytes, from, isLast)
  if (format === 'jsonl' || end === null) return end
  if (!bytes.subarray(from, end).includes(QUOTE)) return end
  const quoted = quotedEnd(bytes, from, isLast)
  return quoted === 'never' ? end : quoted
}

/**
 * The first line break outside of quotes, or the end of the file; null when there is none yet. A
 * quote that is open beyond the longest record is closed `never`.
 */
const quotedEnd = (bytes: Buffer, from: number, isLast: boolean): number | null | 'never' => {
  const limit = Math.min(bytes.length, from + MAX_RECORD_BYTES + 1)
  let isQuoted = false
  let isFieldStart = true
  let lines = 0
  for (let at = from; at < limit; at++) {
    const byte = bytes[at]
    if (byte === LF && !isQuoted) return at
    if (byte === LF && ++lines === MAX_RECORD_LINES) return 'never'
    if (byte === QUOTE && isQuoted && bytes[at + 1] === QUOTE) at++
    else if (byte === QUOTE) isQuoted = !isQuoted && isFieldStart
    isFieldStart = byte === COMMA && !isQuoted
  }
  if (isLast && !isQuoted && limit === bytes.length) return limit
  return isLast || bytes.length - from > MAX_RECORD_BYTES ? 'never' : null
}
