/*
 * A small file that runs while the entry is still on its way: begins to fetch all that the first
 * page is made of at once, and not each part when the one around it is drawn. What cannot be had
 * is asked for again, and missed, where it is drawn.
 */
import { preferredLanguage } from './i18n/language.ts'
import { fetchTexts } from './i18n/texts.ts'
import { startOf } from './parts.ts'

const { bundles, texts } = startOf(location.pathname)
const fetches = [
  ...texts.map((namespace) => fetchTexts(preferredLanguage(), namespace)),
  ...bundles.map((load) => load()),
]
for (const fetched of fetches) fetched.catch(() => undefined)
