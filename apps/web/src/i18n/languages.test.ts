import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '..')
const read = (path: string): object => JSON.parse(readFileSync(join(src, path), 'utf8')) as object

/** The English file of every namespace: `translation`, `ui` and one for each feature. */
const english = [
  'i18n/en.json',
  ...globSync(['ui/texts.en.json', 'features/*/texts.en.json'], { cwd: src }),
  'lib/sentences.en.json',
]
const namespaceOf = (path: string) =>
  ({ 'i18n/en.json': 'translation', 'lib/sentences.en.json': 'sentences' })[path] ??
  dirname(path).split('/').at(-1) ??
  ''

/** The keys of all texts; what depends on a number has more of them in some languages. */
const keysOf = (texts: object): string[] =>
  Object.entries(texts)
    .flatMap(([key, text]) =>
      typeof text === 'string' ? [key] : keysOf(text as object).map((inner) => `${key}.${inner}`),
    )
    .filter((key) => !key.endsWith('_many'))

const placeholdersOf = (texts: object): string[] =>
  [...JSON.stringify(texts).matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name)

test.each(english.flatMap((path) => ['de', 'fr'].map((language) => [language, path] as const)))(
  '%s has every text of %s',
  (language, path) => {
    const [texts, original] = [read(path.replace('en.json', `${language}.json`)), read(path)]
    expect(keysOf(texts).sort()).toEqual(keysOf(original).sort())
    expect(new Set(placeholdersOf(texts))).toEqual(new Set(placeholdersOf(original)))
  },
)

const known = new Map(english.map((path) => [namespaceOf(path), new Set(keysOf(read(path)))]))
const sources = globSync('**/*.tsx', { cwd: src })

test.each(sources)('%s names texts that there are', (path) => {
  const source = readFileSync(join(src, path), 'utf8')
  const [, own = 'translation'] = /useTranslation\((?:\['?)?'?([\w-]*)/.exec(source) ?? []
  for (const [, key = ''] of source.matchAll(/\bt\(\s*'([^'$]+)'/g)) {
    const [namespace, name] = key.includes(':') ? key.split(':') : [own || 'translation', key]
    const keys = known.get(namespace ?? '')
    const found = keys?.has(name ?? '') || keys?.has(`${name}_other`)
    expect(found, `${path} names ${key}`).toBe(true)
  }
})
