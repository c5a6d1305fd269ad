import { byCode } from './by-code.ts'
import { byInvitation } from './by-invitation.ts'
import { byPassword } from './by-password.ts'
import { byRefreshing } from './by-refreshing.ts'
import { byReset } from './by-reset.ts'
import { bySettingUp } from './by-setting-up.ts'
import { byVerifying } from './by-verifying.ts'
import { type Cell, CONTROLS, type Way } from './way.ts'

/** Every way in there is. */
export const WAYS: readonly Way[] = [
  byPassword,
  byCode,
  byReset,
  byInvitation,
  byVerifying,
  byRefreshing,
  // Last: its session is the one that the others use to disable users.
  bySettingUp,
]

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const wordsOf = (cell: Cell): string => ('says' in cell ? cell.says : `— (${cell.doesNotApply})`)

/** The tables of docs/pathways.md. */
export const pathwayTables = (): string =>
  [
    row(['way in', 'call', 'what is shown']),
    row(['---', '---', '---']),
    ...WAYS.map(({ name, call, proof }) => row([name, `\`${call}\``, proof])),
    '',
    row(['way in', ...CONTROLS]),
    row(['---', ...CONTROLS.map(() => '---')]),
    ...WAYS.map(({ name, cells }) => row([name, ...CONTROLS.map((at) => wordsOf(cells[at]))])),
  ].join('\n')
