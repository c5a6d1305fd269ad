// What the fences must reject: [file, source, what the tool must say]. See prove-fence.mjs.
const core = 'packages/core/src/session'
const server = 'apps/server/src/session'
const feature = 'apps/web/src/features/session'

const useCase = `interface Deps { readonly now: () => Date }
export const openDoor = ({ now }: Deps) => () => now()
`

/** Present beside every probe, and accepted. */
export const controls = {
  [`${core}/open-door.ts`]: useCase,
  [`${core}/door.ts`]:
    "import type { openDoor } from './open-door.ts'\n\nexport type OpenDoor = ReturnType<typeof openDoor>\n",
  [`${core}/door.test.ts`]:
    "import { expect, test } from 'vitest'\n\ntest('time is there', () => {\n  expect(Date.now()).toBeGreaterThan(0)\n})\n",
  'packages/contract/src/door.ts': "export { parseEmail } from '@latchkey/core/rules'\n",
  'packages/sql/src/door.ts': "export type { Clock } from '@latchkey/core'\n",
  'packages/process/src/config/env.ts': 'export const port = process.env.PORT\n',
  [`${feature}/door.ts`]: "export { tell } from '../../lib/toasts.ts'\n",
  [`${server}/door.ts`]:
    "import type { Clock } from '@latchkey/core'\n\nexport const shut = async (clock: Clock): Promise<Date> => clock.now()\n",
}

/** Biome: imports, purity, environment and what no source may contain. */
export const lintProbes = [
  [core, "import { Kysely } from 'kysely'\nexport const k = Kysely", 'noUndeclaredDependencies'],
  [
    core,
    "import type { Kysely } from 'kysely'\nexport type K = Kysely<unknown>",
    'noRestrictedImports',
  ],
  [core, "import { test } from 'vitest'\nexport const k = test", 'noRestrictedImports'],
  [core, "import fs from 'node:fs'\nexport const k = fs", 'noNodejsModules'],
  [core, "import { x } from '@latchkey/sql'\nexport const k = x", 'noRestrictedImports'],
  [
    core,
    "import { x } from '../../../sql/src/index.ts'\nexport const k = x",
    'noRestrictedImports',
  ],
  [core, 'export const now = Date.now()', 'plugin'],
  [core, 'export const now = new Date()', 'plugin'],
  [core, 'export const n = Math.random()', 'plugin'],
  ['packages/contract/src', "export { refused } from '@latchkey/core'", 'noRestrictedImports'],
  ['packages/contract/src', "export { x } from '@latchkey/sql'", 'noRestrictedImports'],
  ['packages/sql/src/user', "export { x } from '@latchkey/contract'", 'noRestrictedImports'],
  [
    'packages/sql/src/user',
    "export { x } from '../../../../apps/server/src/x.ts'",
    'noRestrictedImports',
  ],
  ['packages/mail/src', "export { x } from '@latchkey/sql'", 'noRestrictedImports'],
  ['packages/mail/src', "export { x } from '@latchkey/server'", 'noUndeclaredDependencies'],
  ['packages/broker/src', "export { x } from '@latchkey/mail'", 'noRestrictedImports'],
  ['packages/client/src', "export { x } from '@latchkey/core/rules'", 'noRestrictedImports'],
  [server, "export { x } from '../../../../packages/sql/src/index.ts'", 'noRestrictedImports'],
  [server, 'export const port = process.env.PORT', 'noProcessEnv'],
  [server, 'export default 1', 'noDefaultExport'],
  [server, 'export const f = (x: any) => x', 'noExplicitAny'],
  [server, 'export const f = (x: number) => x as unknown as string', 'plugin'],
  [server, 'export const f = (x: string | null) => x!.length', 'noNonNullAssertion'],
  [server, 'export enum Colour { Red }', 'noEnum'],
  [server, '// @ts-ignore\nexport const n: number = 1', 'noTsIgnore'],
  [server, "import { shut } from './door'\nexport const f = shut", 'useImportExtensions'],
  [server, "import { b } from './probe-cycle.ts'\nexport const a = () => b", 'noImportCycles'],
]

/** The compiler: core knows no platform. */
export const typeProbes = [
  [core, 'export const pid = process.pid', 'TS2591'],
  [core, "export const answer = fetch('https://example.org')", 'TS2304'],
  [core, 'export const wait = setTimeout(() => undefined, 1)', 'TS2304'],
  [core, "console.log('hello')\nexport {}", 'TS2584'],
]

/** oxlint: nothing asynchronous is left alone. */
export const promiseProbes = [
  [
    server,
    "import type { Clock } from '@latchkey/core'\nimport { shut } from './door.ts'\nexport const f = ({ clock }: { clock: Clock }) => {\n  shut(clock)\n}",
    'no-floating-promises',
  ],
  [
    core,
    'interface Store { add(): Promise<void> }\ninterface Needs { readonly store: Store }\nexport const f =\n  ({ store }: Needs) =>\n  async (): Promise<void> => {\n    store.add()\n  }',
    'no-floating-promises',
  ],
]

/** tools/check-imports.mjs: use cases do not know each other, nor do features of the web app. */
export const importProbes = [
  [core, "import { openDoor } from './open-door.ts'\nexport const f = openDoor", 'use case'],
  [core, "export { openDoor } from './open-door.ts'", 'use case'],
  [feature, "import type { Mail } from '../mail/mail.ts'\nexport type M = Mail", 'another feature'],
  [feature, "export { mail } from '../mail/mail.ts'", 'another feature'],
]

const lines = (count) => Array.from({ length: count }, (_, n) => `  use(${n})`).join('\n')

/** tools/check-budgets.mjs: what is too long to read. */
export const budgetProbes = [
  [server, lines(251), 'fileLines'],
  [server, `export const f = (use: (n: number) => void) => {\n${lines(60)}\n}`, 'functionLines'],
  [core, `interface Deps {\n${'abcdefg'.replaceAll(/./g, '  $&: 1\n')}}`, 'dependencies'],
  [`${server}/deep/deeper`, 'export const n = 1', 'folders'],
  [server, 'export const f = (x: number) => x as unknown as string', 'as unknown as'],
]
