import { randomBytes } from 'node:crypto'
import {
  addressOf,
  DEMO_ADMIN,
  DEMO_GUESTS,
  DEMO_PEOPLE,
  DEMO_STAGED,
} from '../demo/demo-people.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import { openInstallation } from '../installation.ts'
import { configOrExit, fail, orExplain, say } from './console.ts'

/** `latchkey demo seed`: somebody in every state, so that no list and no chart is empty. */
export const seedDemoPeople = (): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    if (config.production) fail('demo users share a password: there are none in production')
    const password = `Demo-1${randomBytes(9).toString('base64url')}`
    const installation = await openInstallation(config)
    try {
      await seedDemo(installation, password)
    } finally {
      await installation.close()
    }
    const people = [
      { name: DEMO_ADMIN.name, state: 'administrator' },
      ...DEMO_PEOPLE,
      { name: DEMO_STAGED.name, state: 'signed up, the mail is on its way' },
      ...DEMO_GUESTS.map(({ name, role }) => ({ name, state: `invited as ${role}` })),
    ]
    for (const { name, state } of people) say(`  ${addressOf(name).padEnd(24)}  ${state}`)
    say(`\n  The password of them all: ${password}`)
  })
