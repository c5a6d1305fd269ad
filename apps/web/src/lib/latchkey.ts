import { createLatchkey } from '@latchkey/client'
import { originIn } from './api-origin.ts'

const builtFor: unknown = import.meta.env['VITE_API_URL']

/** Where the API is when it is not where the page came from, fixed when the web app is built; else empty. */
const apiOrigin = originIn(typeof builtFor === 'string' ? builtFor : '')

/** Where a page finds a path of the API. */
export const atApi = (path: string): string => apiOrigin + path

/** The one client of this page. */
export const latchkey = createLatchkey(apiOrigin === '' ? {} : { baseUrl: apiOrigin })
