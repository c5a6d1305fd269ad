import { migrateDown, migrateUp, migrationStatus } from '@latchkey/sql'
import { configOrExit, orExplain, say } from './console.ts'

/** `latchkey migrate up|down|status`. */
export const migrate = (direction: 'up' | 'down' | 'status'): Promise<void> =>
  orExplain(async () => {
    const { databaseFile } = configOrExit()
    if (direction === 'status') {
      for (const { name, appliedAt } of await migrationStatus(databaseFile))
        say(`${(appliedAt?.toISOString() ?? 'missing').padEnd(24)}  ${name}`)
      return
    }
    const changed = await (direction === 'up' ? migrateUp : migrateDown)(databaseFile)
    const verb = direction === 'up' ? 'Applied' : 'Took back'
    say(changed.length > 0 ? `${verb}: ${changed.join(', ')}` : 'Nothing to do.')
  })
