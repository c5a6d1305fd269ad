import { text } from 'node:stream/consumers'
import { type CopiedTable, copyDatabase, isServerUrl, shownUrl } from '@latchkey/sql'
import { configOrExit, fail, orExplain, say } from './console.ts'
import { progressDisplay } from './progress.ts'

const PHASES = { copy: 'Copying', compare: 'Comparing' } as const

/** `latchkey copy --to <url>`: every table into an empty database; goes on where it was broken off. */
export const copy = ({ to }: { readonly to: string }): Promise<void> =>
  orExplain(async () => {
    const { database: from } = configOrExit()
    const target = to === '-' ? (await text(process.stdin)).trim() : to
    if (!isServerUrl(target))
      fail('--to must be a URL such as postgres://user:password@host:5432/latchkey')
    const shown = [isServerUrl(from) ? shownUrl(from) : from, shownUrl(target)]
    say(`From ${shown[0]}, which is only read,\nto   ${shown[1]}.`)
    say('Stop every server first: what is written meanwhile makes the copy void.')
    const displays = new Map<string, ReturnType<typeof progressDisplay>>()
    const onProgress = (phase: keyof typeof PHASES, rows: number, total: number) => {
      const display = displays.get(phase) ?? progressDisplay(PHASES[phase])
      displays.set(phase, display)
      display.update(rows, total)
      if (rows >= total) display.end()
    }
    const tables = await copyDatabase({ from, to: target, onProgress })
    report(tables)
  })

const report = (tables: readonly CopiedTable[]): void => {
  const width = Math.max(...tables.map(({ table }) => table.length))
  for (const { table, rows, digest } of tables)
    say(`${table.padEnd(width)}  ${String(rows).padStart(9)} rows  ${digest.slice(0, 16)}  alike`)
  say('')
  say('Every table is alike on both sides. Now set DATABASE_URL to the new database, keep')
  say('LATCHKEY_SECRET (or latchkey.secret in DATA_DIR) as it is, and start: sessions stay valid.')
}
