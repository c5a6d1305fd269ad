import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  keyring,
  loadConfig,
  loadMailerConfig,
  mailKeyText,
  VARIABLE_NAMES,
} from '../packages/process/src/index.ts'
import {
  allOf,
  type Compose,
  type Container,
  containersOf,
  networksOf,
  pathOf,
  secretsOf,
  textOf,
  yamlOf,
} from './testing/parsed.ts'

const compose = yamlOf<Compose>('deploy/compose.yaml')
const onMysql = yamlOf<Compose>('deploy/compose.mysql.yaml')
const containers = containersOf(compose)
/** Those described whole, in either file. */
const whole = [...containers, ...containersOf(onMysql).filter(([name]) => name === 'mysql')]
const ours = containers.filter(([, { image }]) => image.includes('LATCHKEY_IMAGE'))
const named = (name: string): Container => {
  const container = compose.services[name]
  if (!container) throw new Error(`no container ${name}`)
  return container
}
const addressOf = (name: string): string => {
  const { networks = {} } = named(name)
  return ('edge' in networks ? networks['edge']?.ipv4_address : undefined) ?? ''
}

/** Made by the script itself, in a folder of its own. */
let folder: string
const MADE_LATER = ['latchkey_mail_key']
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'))
  cpSync(pathOf('deploy/make-secrets.sh'), join(folder, 'make-secrets.sh'))
  execFileSync('sh', [join(folder, 'make-secrets.sh')], { stdio: 'pipe' })
})
const secretText = (name: string): string => readFileSync(join(folder, 'secrets', name), 'utf8')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what a container may do', () => {
  test.each(whole)('%s changes nothing of itself, has no right of root and an end', (_, it) => {
    expect(it.read_only).toBe(true)
    expect(it.cap_drop).toEqual(['ALL'])
    expect(it.cap_add).toBeUndefined()
    expect(it.security_opt).toContain('no-new-privileges:true')
    expect(it.mem_limit).toMatch(/^\d+[mg]$/)
    // The image of ours names its user itself.
    if (!it.image.includes('LATCHKEY_IMAGE')) expect(it.user).toMatch(/^(?!root|0)/)
  })

  test.each(whole)(
    '%s runs one version that is named, and comes back unless it has done its work',
    (_, it) => {
      const isOurs = it.image.includes('LATCHKEY_IMAGE')
      if (!isOurs) expect(it.image).toMatch(/:v?\d+\.\d+/)
      expect(['unless-stopped', 'no']).toContain(it.restart)
    },
  )

  test('nothing but nginx is reachable from outside, and the mailbox of a trial from this machine', () => {
    const published = whole.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]))
    expect(published).toEqual([
      ['nginx', '80:80'],
      ['nginx', '443:443'],
      ['mailpit', '127.0.0.1:8025:8025'],
    ])
    expect(named('mailpit').profiles).toEqual(['trial'])
  })

  test('databases and broker sit in a network that leads nowhere, where nginx is not', () => {
    expect(compose.networks['backend']?.internal).toBe(true)
    expect(compose.networks['edge']?.internal).toBe(true)
    for (const name of ['postgres', 'redis', 'rabbitmq'])
      expect(networksOf(named(name))).toEqual(['backend'])
    expect(networksOf(named('nginx'))).toEqual(['public', 'edge'])
  })

  test('whoever keeps running is asked whether it is well', () => {
    const silent = whole.filter(([, it]) => it.restart !== 'no' && !it.healthcheck?.test)
    // The servers and the mailbox are asked as their images say.
    expect(silent.map(([name]) => name)).toEqual(['server-1', 'server-2', 'mailpit'])
    expect(textOf('deploy/Dockerfile')).toContain('HEALTHCHECK')
  })
})

describe('what a container is told', () => {
  test.each(ours)('%s is given variables that exist, and secrets as files alone', (_, it) => {
    const names = Object.keys(it.environment ?? {}).filter((name) => name !== 'NODE_EXTRA_CA_CERTS')
    const known: readonly string[] = VARIABLE_NAMES
    expect(names.filter((name) => !known.includes(name.replace(/_FILE$/, '')))).toEqual([])
    const written = names.filter((name) => /(SECRET|KEY|PASSWORD|_URL)$/.test(name))
    expect(written.filter((name) => name !== 'PUBLIC_URL')).toEqual([])
    const files = Object.entries(it.environment ?? {}).filter(([, value]) =>
      String(value).startsWith('/run/secrets/'),
    )
    const given = secretsOf(it).map(({ path }) => path)
    expect(files.map(([, path]) => path).toSorted()).toEqual(given.toSorted())
  })

  test('every secret is declared in a file that the script makes, closed to other users', () => {
    const used = whole.flatMap(([, it]) => secretsOf(it).map(({ source }) => source))
    expect([...new Set(used)].filter((name) => !(name in compose.secrets))).toEqual([])
    const made = readdirSync(join(folder, 'secrets'))
    for (const { file } of [...Object.values(compose.secrets), ...Object.values(onMysql.secrets)])
      expect([...made, ...MADE_LATER]).toContain(file.replace('./secrets/', ''))
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700)
  })

  test('the script changes nothing that is there, and makes no value twice', () => {
    const read = () => readdirSync(join(folder, 'secrets')).map(secretText)
    const before = read()
    execFileSync('sh', [join(folder, 'make-secrets.sh')], { stdio: 'pipe' })
    expect(read()).toEqual(before)
    const values = readdirSync(join(folder, 'secrets')).filter((name) =>
      /password|secret/.test(name),
    )
    expect(new Set(values.map(secretText)).size).toBe(values.length)
  })

  test('the broker takes no message of which a mail worker’s hands full would fill its memory', () => {
    const [most = 'no limit'] = allOf(secretText('rabbitmq_conf'), /^max_message_size = (\d+)$/gm)
    const atOnce = 20
    expect(Number(most)).toBeGreaterThan(16_384)
    expect(Number(most) * atOnce).toBeLessThan(8 * 1024 * 1024)
  })

  /** The environment of a container, with the files of secrets where they were made. */
  const environmentOf = (name: string, declared: Compose['secrets']) => {
    const settings = parseEnv(textOf('deploy/env.example'))
    const mounted = new Map(secretsOf(named(name)).map(({ source, path }) => [path, source]))
    const filled = Object.entries(named(name).environment ?? {}).map(([variable, value]) => {
      const text = String(value).replace(/\$\{(\w+):?[^}]*\}/, (_, key) => settings[key] ?? '')
      const source = mounted.get(text)
      return [variable, source ? join(folder, declared[source]?.file ?? '') : text]
    })
    return { ...Object.fromEntries(filled), DATA_DIR: join(folder, 'data') }
  }

  test.each([
    ['PostgreSQL', compose.secrets],
    ['MySQL', { ...compose.secrets, ...onMysql.secrets }],
  ])('on %s server and mail worker accept in production what they are given', (_, secrets) => {
    expect(loadConfig(environmentOf('server-1', secrets), { cwd: folder })).toMatchObject({
      ok: true,
    })
    const secret = Buffer.from(secretText('latchkey_secret'), 'base64')
    const text = mailKeyText(keyring([secret]).keys('mail'))
    writeFileSync(join(folder, 'secrets', 'latchkey_mail_key'), text)
    const mailer = loadMailerConfig(environmentOf('mailer', secrets), { cwd: folder })
    expect(mailer).toMatchObject({ ok: true, config: { warnings: [] } })
  })

  test('psql gets its password by the environment, where no other user reads it', () => {
    const programs = mkdtempSync(join(tmpdir(), 'programs-'))
    const stub = '#!/bin/sh\nprintf "%s\\n" "$PGPASSWORD" "$@"\n'
    writeFileSync(join(programs, 'psql'), stub, { mode: 0o700 })
    const url = join(programs, 'url')
    writeFileSync(url, 'postgres://latchkey:p%40ss%25-\\n@db:5432/latchkey?sslmode=require\n')
    const script = pathOf('deploy/databases/postgres-mailer-rights.sh')
    const env = { ...process.env, PATH: `${programs}:${process.env['PATH']}` }
    const said = execFileSync('bash', [script, url, 'rights.sql'], { env, encoding: 'utf8' })
    rmSync(programs, { recursive: true })
    const [password, ...words] = said.split('\n')
    expect(password).toBe('p@ss%-\\n')
    expect(words.slice(0, 5)).toEqual([
      'postgres://latchkey@db:5432/latchkey?sslmode=require',
      ...['-v', 'ON_ERROR_STOP=1', '-f', 'rights.sql'],
    ])
    expect(textOf('deploy/compose.yaml')).not.toMatch(/psql .*secrets/)
  })

  test('the example names what compose.yaml asks for, and nothing else', () => {
    const asked = allOf(textOf('deploy/compose.yaml'), /\$\{(\w+)/g)
    const given = Object.keys(parseEnv(textOf('deploy/env.example')))
    expect(new Set([...asked, 'COMPOSE_PROFILES'])).toEqual(new Set(given))
  })
})

describe('what has to agree', () => {
  test('nginx knows the servers by their addresses, and they trust nginx alone', () => {
    const upstreams = allOf(textOf('deploy/nginx/upstreams.conf'), /^ {2}server (\S+)/gm)
    expect(upstreams).toEqual([`${addressOf('server-1')}:3000`, `${addressOf('server-2')}:3000`])
    for (const name of ['server-1', 'server-2'])
      expect(named(name).environment?.['TRUST_PROXY']).toBe(addressOf('nginx'))
    expect(textOf('.env.example')).toContain('# PORT=3000\n')
    expect(textOf('deploy/Dockerfile')).toContain('\nEXPOSE 3000\n')
  })

  test('the mail worker is asked on the port on which it answers', () => {
    const { environment, healthcheck } = named('mailer')
    const port = environment?.['METRICS_PORT']
    expect(healthcheck?.test?.join(' ')).toContain(`http://127.0.0.1:${port}/ready`)
  })

  test('nobody is killed who stops in the promised time', () => {
    const waitMs = Number(/HASH_MAX_WAIT_MS=(\d+)/.exec(textOf('.env.example'))?.[1])
    for (const name of ['server-1', 'server-2'])
      expect(Number.parseInt(named(name).stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(
        waitMs + 20_000,
      )
  })
})
