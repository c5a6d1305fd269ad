import type { TestedStores } from './memory-stores.ts'

/** The same rows as one or more servers see them; a race spreads over all of them. */
export type Nodes<Stores = TestedStores> = readonly [Stores, ...Stores[]]

/** Opens empty stores for one test. */
export type OpenNodes<Stores = TestedStores> = () => Promise<Nodes<Stores>>

const WIDTH = 50
const ROUNDS = 20

/** The numbers of the rounds that every raced test runs. */
export const rounds = (): readonly number[] => Array.from({ length: ROUNDS }, (_, round) => round)

/** Calls `act` 50 times at once, one node after the other, and resolves to the answers. */
export const race = <Stores, T>(
  nodes: Nodes<Stores>,
  act: (stores: Stores, index: number) => Promise<T>,
): Promise<T[]> =>
  Promise.all(
    Array.from({ length: WIDTH }, (_, index) =>
      act(nodes[index % nodes.length] ?? nodes[0], index),
    ),
  )

/** How many answers were a plain yes. */
export const wins = (answers: readonly unknown[]): number =>
  answers.filter((answer) => answer === true).length

/** Texts that careless collations take for the same: case, accent, ligature, trailing space. */
export const NEAR_TWINS = [
  ['ada@example.org', 'ADA@example.org'],
  ['jose@example.org', 'jos\u00e9@example.org'],
  ['jos\u00e9@example.org', 'jose\u0301@example.org'],
  ['strasse@example.org', 'stra\u00dfe@example.org'],
  ['ada@example.org', 'ada@example.org '],
] as const
