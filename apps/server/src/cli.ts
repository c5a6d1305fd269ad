import { Command } from 'commander'

// Nobody but the owner reads what we write: database, log of writes, secret, mailbox.
process.umask(0o077)

const program = new Command('latchkey').description('Self-hosted authentication server')

program
  .command('start')
  .description('migrate the database and serve')
  .action(async () => (await import('./commands/start.ts')).start())

const migrate = program.command('migrate').description('change the database schema')
for (const direction of ['up', 'down', 'status'] as const)
  migrate
    .command(direction)
    .description(
      { up: 'apply what is missing', down: 'take the newest step back', status: 'list the steps' }[
        direction
      ],
    )
    .action(async () => (await import('./commands/migrate.ts')).migrate(direction))

program
  .command('admin')
  .description('administrators')
  .command('create')
  .description('make an administrator; the password is asked for or read from standard input')
  .requiredOption('--email <address>')
  .option('--first-name <name>')
  .option('--last-name <name>')
  .action(async (options) => (await import('./commands/admin.ts')).createAdmin(options))

const keys = program.command('keys').description('keys and secrets')
keys
  .command('rotate')
  .description('make a new signing key; tokens signed by the old one stay valid')
  .action(async () => (await import('./commands/keys.ts')).rotateKeys())

keys
  .command('reseal')
  .description('seal what is at rest anew under the newest LATCHKEY_SECRET')
  .action(async () => (await import('./commands/keys.ts')).resealKeys())

program
  .command('doctor')
  .description('check configuration, database, mail and clock, and say what to do')
  .action(async () => (await import('./commands/doctor.ts')).doctor())

await program.parseAsync()
