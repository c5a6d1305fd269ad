import { migrateDown, migrateUp, migrationStatus } from '@latchkey/sql'
import { configOrExit, orExplain, say } from './console.ts'

/** `latchkey migrate up|down|status`. */
export const migrate = (direction: 'up' | 'down' | 'status'): Promise<void> =>
  orExplain(async () => {
    const { database } = configOrExit()
    if (direction === 'status') {
      for (const { name, appliedAt } of await migrationStatus(database))
        say(`${(appliedAt?.toISOString() ?? 'missing').padEnd(24)}  ${name}`)
      return
    }
    const changed = await (direction === 'up' ? migrateUp : migrateDown)(database)
    const verb = direction === 'up' ? 'Applied' : 'Took back'
    say(changed.length > 0 ? `${verb}: ${changed.join(', ')}` : 'Nothing to do.')
  })
