import { createLatchkey } from '@latchkey/client'

const builtFor: unknown = import.meta.env['VITE_API_URL']

/** Where the API is when it is not where the page came from, fixed when the web app is built; else empty. */
export const apiOrigin = typeof builtFor === 'string' ? builtFor : ''

/** The one client of this page. */
export const latchkey = createLatchkey(apiOrigin === '' ? {} : { baseUrl: apiOrigin })
