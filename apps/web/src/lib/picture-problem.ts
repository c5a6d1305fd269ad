const KINDS = ['image/png', 'image/jpeg', 'image/webp']
const MAX_BYTES = 2 * 1024 * 1024

/** What file pickers offer. */
export const PICTURE_KINDS = KINDS.join(',')

/** Whether the browser can draw it. */
const isPicture = async (file: Blob): Promise<boolean> => {
  try {
    const bitmap = await createImageBitmap(file)
    bitmap.close()
    return true
  } catch {
    return false
  }
}

/** What is wrong with a chosen file before it is sent; null when nothing is. */
export const pictureProblem = async (
  file: Blob,
): Promise<'kind' | 'empty' | 'tooLarge' | 'unreadable' | null> => {
  if (!KINDS.includes(file.type)) return 'kind'
  if (file.size === 0) return 'empty'
  if (file.size > MAX_BYTES) return 'tooLarge'
  return (await isPicture(file)) ? null : 'unreadable'
}
