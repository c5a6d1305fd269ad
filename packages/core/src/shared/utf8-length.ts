/** How many bytes a text has in UTF-8. */
export const utf8Length = (text: string): number => {
  let bytes = 0
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0
    if (point < 0x80) bytes += 1
    else if (point < 0x800) bytes += 2
    else bytes += point < 0x10000 ? 3 : 4
  }
  return bytes
}
