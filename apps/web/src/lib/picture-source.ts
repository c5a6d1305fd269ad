import { atApi } from './latchkey.ts'

/**
 * Where the page finds a picture: at the API as this page knows it, whatever address the server had
 * when the picture was saved. Null is our icon.
 */
export const pictureSource = (url: string | null): string => {
  if (url === null) return '/icon.svg'
  return url.startsWith('blob:') ? url : atApi(new URL(url).pathname)
}
