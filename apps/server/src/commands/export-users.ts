import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openInstallation } from '../installation.ts'
import { exportHeader, exportLine } from '../transfer/export-lines.ts'
import { ImportProblem } from '../transfer/read-records.ts'
import { transferCases } from '../transfer/transfer-cases.ts'
import { configOrExit, orExplain, say } from './console.ts'

interface Options {
  readonly format?: string
  readonly withHashes?: true
}

/** `latchkey users export <file>`: every user, in the form that `users import` reads. */
export const exportUsersTo = (name: string, options: Options): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    const format = options.format ?? (/\.(jsonl|ndjson)$/i.test(name) ? 'jsonl' : 'csv')
    if (format !== 'csv' && format !== 'jsonl')
      throw new ImportProblem('--format is csv or jsonl (one JSON object in each line).')
    const installation = await openInstallation(config)
    try {
      const file = await open(resolve(name), 'wx', 0o600).catch((error) => {
        throw new ImportProblem(`${name} cannot be made (${error.code}): name a new file.`)
      })
      let users = 0
      await file.write(exportHeader(format))
      const pages = transferCases(installation).exportUsers(options.withHashes === true)
      for await (const page of pages) {
        await file.write(page.map((one) => exportLine(one, format)).join(''))
        users += page.length
      }
      await file.sync()
      await file.close()
      say(`${users.toLocaleString('en')} users are in ${name}, readable by you alone.`)
      if (options.withHashes) say('It holds their password hashes: keep it as you keep a backup.')
    } finally {
      await installation.close()
    }
  })
