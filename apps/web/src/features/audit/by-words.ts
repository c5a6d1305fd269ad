/** Names with their words, sorted by these as the language does. */
export const byWords = (
  names: readonly string[],
  wordsOf: (name: string) => string,
): readonly (readonly [name: string, words: string])[] =>
  names
    .map((name) => [name, wordsOf(name)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other))
