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

const users = program.command('users').description('users, many at once')
users
  .command('import')
  .description('make users of the people in a file of another program (docs/import.md)')
  .argument('<file>', 'CSV or JSON Lines; - reads standard input')
  .option('--from <program>', 'whose export it is: auth0, firebase, keycloak, …', 'latchkey')
  .option('--format <format>', 'csv or jsonl; by the name of the file unless given')
  .option('--max-role <role>', 'the role above which none is given; never admin', 'user')
  .option('--trust-addresses', 'every address in the file counts as proven')
  .option('--firebase-hash-config <file>', 'the password hash parameters of the Firebase project')
  .option('--report <file>', 'what became of each record; <file>.report.csv unless given')
  .option('--dry-run', 'only say what would happen')
  .action(async (file, options) =>
    (await import('./commands/import-users.ts')).importUsersFrom(file, options),
  )

users
  .command('export')
  .description('write every user into a new file, as users import reads it')
  .argument('<file>', 'CSV, or JSON Lines where its name ends in .jsonl')
  .option('--format <format>', 'csv or jsonl')
  .option('--with-hashes', 'their password hashes as well')
  .action(async (file, options) =>
    (await import('./commands/export-users.ts')).exportUsersTo(file, options),
  )

program
  .command('demo')
  .description('people to look at')
  .command('seed')
  .description('add a user in every state and a month of sign-ins; never in production')
  .action(async () => (await import('./commands/demo.ts')).seedDemoPeople())

const keys = program.command('keys').description('keys and secrets')
keys
  .command('rotate')
  .description('make a new signing key; tokens signed by the old one stay valid')
  .action(async () => (await import('./commands/keys.ts')).rotateKeys())

keys
  .command('reseal')
  .description('seal what is at rest anew under the newest LATCHKEY_SECRET')
  .action(async () => (await import('./commands/keys.ts')).resealKeys())

keys
  .command('mail')
  .description('print LATCHKEY_MAIL_KEY: all that a mail worker needs to know of LATCHKEY_SECRET')
  .action(async () => (await import('./commands/keys.ts')).printMailKey())

program
  .command('tokens')
  .description('tokens')
  .command('revoke-all')
  .description('end every session and void every link, code and access token; after a restore')
  .option('--yes', 'do not ask')
  .action(async (options) => (await import('./commands/tokens.ts')).revokeAllTokens(options))

const audit = program.command('audit').description('the audit log')
audit
  .command('verify')
  .description('compare every event with its chain, and name the first one that was tampered with')
  .option('--checkpoint <place:digest>', 'a checkpoint from the log of a server')
  .action(async (options) => (await import('./commands/audit.ts')).verifyAudit(options))

audit
  .command('restart')
  .description('give up a chain that was tampered with and begin a new one with what is there')
  .option('--yes', 'do not ask')
  .action(async (options) => (await import('./commands/audit.ts')).restartAudit(options))

const settings = program.command('settings').description('runtime settings')
settings
  .command('list')
  .description('every setting, its value and where that comes from')
  .option('--json', 'all there is to know of each')
  .action(async (options) => (await import('./commands/settings.ts')).listAll(options))
settings
  .command('get <key>')
  .description('one setting, what it does and its bounds')
  .action(async (key) => (await import('./commands/settings.ts')).getOne(key))
settings
  .command('set <key> <value>')
  .description('change a setting, on every server that runs')
  .action(async (key, value) => (await import('./commands/settings.ts')).setOne(key, value))
settings
  .command('history <key>')
  .description('every value it had, when and by whom, the newest first')
  .action(async (key) => (await import('./commands/settings.ts')).showHistory(key))
settings
  .command('rollback <key> <version>')
  .description('give it the value of an earlier version')
  .action(async (key, version) => (await import('./commands/settings.ts')).rollBack(key, version))

program
  .command('backup')
  .description('write the database and its secret into a folder, while a server runs')
  .argument('<folder>', 'where nothing is yet')
  .option('--force', 'replace a backup that is there')
  .action(async (folder, options) => (await import('./commands/backup.ts')).backup(folder, options))

program
  .command('restore')
  .description('put a backup in the place of the database, while no server runs')
  .argument('<folder>', 'what latchkey backup wrote, or a lone SQLite file')
  .option('--force', 'move a database that is there aside')
  .action(async (folder, options) =>
    (await import('./commands/restore.ts')).restore(folder, options),
  )

program
  .command('copy')
  .description('copy everything into an empty PostgreSQL, MySQL or MariaDB database')
  .requiredOption('--to <url>', 'its URL; - reads it from standard input')
  .action(async (options) => (await import('./commands/copy.ts')).copy(options))

program
  .command('doctor')
  .description('check configuration, database, mail and clock, and say what to do')
  .action(async () => (await import('./commands/doctor.ts')).doctor())

await program.parseAsync()
