interface WithComponents {
  components: Record<string, Record<string, unknown>>
}

/** What the generator writes of every `z.int()`, and forbids in answers that may grow. */
const isNoise = (key: string, value: unknown): boolean =>
  (key === 'minimum' && value === Number.MIN_SAFE_INTEGER) ||
  (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
  (key === 'additionalProperties' && value === false)

/** Leaves out the components of one kind that nothing refers to. */
const withoutUnused = <D extends WithComponents>(document: D, kind: string): D => {
  const text = JSON.stringify(document)
  const all = document.components[kind] ?? {}
  const used = Object.keys(all).filter((name) => text.includes(`"#/components/${kind}/${name}"`))
  const kept = Object.fromEntries(used.map((name) => [name, all[name]]))
  const next = { ...document, components: { ...document.components, [kind]: kept } }
  return used.length === Object.keys(all).length ? next : withoutUnused(next, kind)
}

/** The schemas without noise, without twins that nothing refers to (the generator writes each twice). */
export const tidySchemas = <D extends WithComponents>(document: D): D => {
  const plain: D = JSON.parse(
    JSON.stringify(document, (key, value) => (isNoise(key, value) ? undefined : value)),
  )
  return withoutUnused(withoutUnused(plain, 'responses'), 'schemas')
}
