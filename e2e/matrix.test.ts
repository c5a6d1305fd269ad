import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answers } from '../packages/sql/src/testing/test-servers.ts'
import { CONTROLS } from './matrix/way.ts'
import { pathwayTables, WAYS } from './matrix/ways.ts'
import { aWorld, type World } from './matrix/world.ts'

const textOf = (path: string): string =>
  readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

const CORE = fileURLToPath(new URL('../packages/core/src/', import.meta.url))
const CORE_FILES = globSync('**/*.ts', { cwd: CORE, exclude: ['**/*.test.ts', 'testing/**'] })
const filesOfCoreWith = (code: RegExp): string[] =>
  CORE_FILES.filter((file) => code.test(readFileSync(`${CORE}${file}`, 'utf8'))).sort()

/** Every call whose good answer has a token of access, by whatever schema. */
const callsThatAnswerWithTokens = (): string[] => {
  const { paths, components } = JSON.parse(textOf('packages/contract/openapi.json'))
  const hasToken = (schema: unknown): boolean => {
    const text = JSON.stringify(schema ?? null)
    const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '')
    return (
      text.includes('"accessToken"') || named.some((name) => hasToken(components.schemas[name]))
    )
  }
  return Object.entries<Record<string, { responses: Record<string, object> }>>(paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { responses }]) => ({
        call: `${method.toUpperCase()} ${path}`,
        good: Object.entries(responses).filter(([status]) => /^[23]/.test(status)),
      })),
    )
    .filter(({ good }) => hasToken(good))
    .map(({ call }) => call)
    .sort()
}

describe('a way in has a row', () => {
  test('when its call answers with tokens', () => {
    const calls = new Set(WAYS.map(({ call }) => call))
    expect([...calls].sort()).toEqual(callsThatAnswerWithTokens())
  })

  test('when its use case opens a session, and none opens one by itself', () => {
    const opening = filesOfCoreWith(/\bopenSession\(/).filter(
      (file) => file !== 'session/open-session.ts',
    )
    expect(WAYS.flatMap(({ opensIn }) => opensIn ?? []).sort()).toEqual(opening)
    expect(filesOfCoreWith(/\bsessions\.add\(/)).toEqual(['session/open-session.ts'])
  })

  test('in docs/pathways.md, with what each control does there', () => {
    expect(textOf('docs/pathways.md')).toContain(pathwayTables())
  })
})

const ENGINES = [
  { name: 'SQLite', isThere: true },
  { name: 'PostgreSQL', isThere: await answers('PostgreSQL') },
] as const

for (const { name, isThere } of ENGINES)
  describe.skipIf(!isThere)(`on ${name}`, () => {
    let world: World
    beforeAll(async () => {
      world = await aWorld(name)
    })
    afterAll(() => world.stop())

    for (const way of WAYS)
      for (const control of CONTROLS) {
        const cell = way.cells[control]
        if ('holds' in cell)
          test(`${way.name}, ${control}: ${cell.says}`, () => cell.holds(world, world.caller()))
      }
  })
