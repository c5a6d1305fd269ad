import type { Reading } from './value-kinds.ts'

const EXAMPLE = 'sqlite:./data/latchkey.db'

/** The path in a `DATABASE_URL` such as `sqlite:./data/latchkey.db` or `sqlite:///var/lib/…`. */
export const readDatabaseUrl = (text: string): Reading<string> => {
  if (/^(postgres|postgresql|mysql|mariadb):/i.test(text))
    return {
      problem:
        'names a database server, which comes with the fleet release: this version runs on SQLite ' +
        `only; leave it out or write ${EXAMPLE}`,
    }
  const path = /^sqlite:(?:\/\/)?([^?#\0]+)$/i.exec(text)?.[1]
  return path === undefined || path === ':memory:' || path.endsWith('/')
    ? { problem: `must be sqlite: and the path of a file, such as ${EXAMPLE}` }
    : { value: path }
}
