import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

const NAME = 'backup.json'

/** What a backup says of itself, so that it can be judged before anything is touched. */
const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Of which kind the database is: a file, or a dump that its server's own program reads. */
  kind: z.enum(['sqlite', 'postgres', 'mysql']),
  /** The migrations that it has, oldest first. */
  migrations: z.array(z.string()).readonly(),
  /** Every file beside this one, by its name. */
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
})

export type Manifest = z.infer<typeof manifestSchema>

/** The names of the files in a backup; which of them there are says its kind. */
export const DATABASE_FILES = {
  sqlite: 'latchkey.db',
  postgres: 'latchkey.pgdump',
  mysql: 'latchkey.sql',
} as const satisfies Record<Manifest['kind'], string>
export const SECRET_FILE = 'latchkey.secret'

/** A sentence for the operator: the backup cannot be made or used. */
export class BackupProblem extends Error {
  override readonly name = 'BackupProblem'
}

export const writeManifest = async (
  folder: string,
  names: readonly string[],
  about: Pick<Manifest, 'kind' | 'migrations' | 'madeAt'>,
): Promise<void> => {
  const files: Manifest['files'] = {}
  for (const name of names)
    files[name] = {
      bytes: statSync(join(folder, name)).size,
      sha256: await sha256Of(join(folder, name)),
    }
  const manifest: Manifest = { format: 1, ...about, files }
  writeFileSync(join(folder, NAME), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}

export const hasManifest = (folder: string): boolean => existsSync(join(folder, NAME))

/** The manifest of a folder whose files are as they were written; throws a BackupProblem. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const manifest = parse(folder)
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const file = join(folder, name)
    const isWhole = statSync(file, { throwIfNoEntry: false })?.size === bytes
    if (!isWhole || (await sha256Of(file)) !== sha256)
      throw new BackupProblem(`${file} is not as it was written: use another backup.`)
  }
  if (!manifest.files[DATABASE_FILES[manifest.kind]])
    throw new BackupProblem(`${folder} is a backup without a database: use another one.`)
  return manifest
}

const parse = (folder: string): Manifest => {
  if (!hasManifest(folder)) throw new BackupProblem(`${folder} is no backup: it has no ${NAME}.`)
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, NAME), 'utf8')))
  } catch (cause) {
    throw new BackupProblem(
      `${join(folder, NAME)} is damaged, or of a newer version of Latchkey: use that one, or another backup.`,
      { cause },
    )
  }
}

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
