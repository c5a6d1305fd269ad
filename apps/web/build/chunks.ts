import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'vite'

type Naming = Extract<Rolldown.CodeSplittingGroup['name'], (...args: never) => unknown>

const fileOf = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** `name` for every module that this file needs at once, directly or not. */
const neededBy = (path: string, name: string): Naming => {
  let needed: ReadonlySet<string> | undefined
  return (id, context) => {
    needed ??= reachable(fileOf(path), (from) => context.getModuleInfo(from)?.importedIds ?? [])
    return needed.has(id) ? name : null
  }
}

const reachable = (from: string, next: (id: string) => readonly string[]): ReadonlySet<string> => {
  const found = new Set([from])
  // A set hands out what is added to it meanwhile.
  for (const id of found) for (const other of next(id)) found.add(other)
  return found
}

/**
 * Few files, since each costs a round trip: the pages before sign-in in one, what every page behind
 * it needs in one, then forms, what checks them, menus and dialogs, and what several pages share.
 * Whatever a group holds, it holds the modules below too or an earlier one does, so no two files
 * wait for each other.
 */
export const chunks: Rolldown.OutputOptions = {
  codeSplitting: {
    groups: [
      {
        name: 'ahead',
        test: /[\\/]src[\\/](?:ahead|parts|i18n[\\/](?:language|texts))\.ts$/,
        priority: 3,
      },
      { name: 'entry', tags: ['$initial'], priority: 2 },
      { name: neededBy('signed-in.tsx', 'signed-in'), priority: 1 },
      { name: neededBy('lib/use-contract-form.ts', 'forms') },
      { name: neededBy('lib/contract.ts', 'contract') },
      {
        name: 'widgets',
        test: /[\\/]@(?:base|floating)-ui[\\/]|[\\/]dialog-frame\.tsx$/,
        minShareCount: 3,
      },
      { name: 'shared', test: /\.[mc]?[jt]sx?$/, minShareCount: 3 },
    ],
  },
}
