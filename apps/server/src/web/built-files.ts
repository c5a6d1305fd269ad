import { readFile } from 'node:fs/promises'
import { fileOf, type StaticFile } from '../http/static-file.ts'

/** Where `npm run build` puts the web app. */
export const WEB_APP = new URL('../../../web/dist/', import.meta.url)

/** Content codings of files that were compressed when they were built, best first. */
const CODINGS = { br: '.br', gzip: '.gz' } as const
type Coding = keyof typeof CODINGS

/** A file as it is sent, and how it is coded. */
interface BuiltFile {
  readonly file: StaticFile
  readonly coding: Coding | null
}

/** A file of the build; null when there is none. */
const read = async (url: URL, name: string): Promise<StaticFile | null> => {
  try {
    return fileOf(name, await readFile(url))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The one page of the web app, as it is at the moment; null when the web app is not built. */
export const builtPage = (folder = WEB_APP): Promise<StaticFile | null> =>
  read(new URL('index.html', folder), 'index.html')

/** One segment that hides nothing, leads nowhere else and is not too long for a file. */
const NAME = /^\w[\w.-]{2,119}$/

/**
 * The files of a folder of the build, kept once they were read: a name with a hash has one content
 * for ever, and a page that was loaded before a new build still finds its files.
 */
export const builtFiles = (folder: URL) => {
  const kept = new Map<string, StaticFile>()
  const open = async (name: string, ending: string): Promise<StaticFile | null> => {
    const path = name + ending
    const file = kept.get(path) ?? (await read(new URL(path, folder), name))
    if (file) kept.set(path, file)
    return file
  }
  return async (name: string, accepted: string | undefined): Promise<BuiltFile | null> => {
    if (!NAME.test(name)) return null
    for (const [coding, ending] of Object.entries(CODINGS) as [Coding, string][]) {
      const file = accepts(accepted, coding) ? await open(name, ending) : null
      if (file) return { file, coding }
    }
    const file = await open(name, '')
    return file && { file, coding: null }
  }
}

/** Whether a coding is named and not refused by a weight of 0 (RFC 9110 §12.5.3). */
const accepts = (accepted = '', coding: Coding): boolean =>
  accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .some(([name, weight = '']) => name === coding && !/^q=0(?:\.0*)?$/.test(weight))
