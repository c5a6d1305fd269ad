const DEFAULT_LOCALE = 'en'
/** Longer headers are no browser's. */
const MAX_HEADER = 200

/**
 * Picks the language of mails from `Accept-Language` (RFC 9110 §12.5.4): the first one, by weight,
 * that mails are written in; `en` when there is none.
 */
export const localeFrom =
  (languages: readonly string[]) =>
  (acceptLanguage: string | undefined): string => {
    const wanted = (acceptLanguage ?? '').slice(0, MAX_HEADER).split(',').map(weigh)
    for (const { tag } of wanted.sort((a, b) => b.weight - a.weight)) {
      const found = languages.find((language) => language === tag || language === tag.split('-')[0])
      if (found !== undefined) return found
    }
    return DEFAULT_LOCALE
  }

const weigh = (range: string): { tag: string; weight: number } => {
  const [tag = '', quality = ''] = range
    .trim()
    .toLowerCase()
    .split(/\s*;\s*q=/)
  const weight = quality === '' ? 1 : Number(quality)
  return { tag, weight: Number.isFinite(weight) ? weight : 0 }
}
