import type { ResourceKey } from 'i18next'

/** The texts of every page before sign-in, those of the shell, and those of each feature behind it. */
const TEXTS = import.meta.glob<ResourceKey>(
  [
    './{en,de,fr}.json',
    '../ui/texts.*.json',
    '../lib/sentences.*.json',
    '../features/*/texts.*.json',
  ],
  { import: 'default' },
)

const pathOf = (language: string, namespace: string): string => {
  if (namespace === 'translation') return `./${language}.json`
  if (namespace === 'sentences') return `../lib/sentences.${language}.json`
  const folder = namespace === 'ui' ? '../ui' : `../features/${namespace}`
  return `${folder}/texts.${language}.json`
}

/** Rejects when there are none, or when they cannot be fetched. */
export const fetchTexts = async (language: string, namespace: string): Promise<ResourceKey> => {
  const fetched = TEXTS[pathOf(language, namespace)]
  if (!fetched) throw new Error(`there are no texts of “${namespace}” in “${language}”`)
  return await fetched()
}
