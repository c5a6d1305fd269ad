import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cannon } from '../load/load.ts'
import type { CannonPlan } from '../load/plans.ts'
import { freePort } from './free-port.ts'
import { queueMails } from './queue-mails.ts'
import { type Sample, seed } from './seed.ts'
import { type COMMANDS, type ServerProcess, startServer } from './server-process.ts'

/** Sessions whose tokens are known: one half for the server, one for the floor beside it. */
const SAMPLED = 2000
const MAX_LIMIT = 1_000_000

/** All load comes from one address, so what limits an address would be all that is measured. */
const SETTINGS = {
  max_login_attempts: 100,
  rate_limit_login_requests: MAX_LIMIT,
  rate_limit_login_requests_per_ip: MAX_LIMIT,
  rate_limit_otp_requests: MAX_LIMIT,
  rate_limit_register_requests: MAX_LIMIT,
  rate_limit_mail_requests: MAX_LIMIT,
  rate_limit_mail_total: MAX_LIMIT,
  rate_limit_anonymous_requests: MAX_LIMIT,
}

type Environment = Readonly<Record<string, string>>

/** An installation with its users, and its server once that is started. */
export interface Subject {
  /** Path of its SQLite file, or URL of its PostgreSQL database. */
  readonly location: string
  /** Users whose sessions the server alone works with. */
  readonly samples: readonly Sample[]
  /** Users whose sessions the floor may change. */
  readonly floorSamples: readonly Sample[]
  /** Starts a server; `env` overlays what all of them have. */
  start(command?: keyof typeof COMMANDS, env?: Environment): Promise<ServerProcess>
  /** Puts notices for so many recipients into the outbox. */
  queueMails(count: number): Promise<void>
  /** The one server that several figures share. */
  server(): Promise<ServerProcess>
  /** Fires rotations at the shared server; every run goes on with the tokens of the last one. */
  rotate(plan: Omit<CannonPlan, 'port' | 'requests' | 'chained'>): Promise<number>
  /** A new access token of every sampled user. */
  accessTokens(): Promise<string[]>
}

const environment = (folder: string, smtpUrl: string, secret: Buffer) => ({
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://auth.example.org',
  DATA_DIR: folder,
  LATCHKEY_SECRET: secret.toString('base64'),
  SMTP_URL: smtpUrl,
  MAIL_FROM: 'Latchkey <no-reply@example.org>',
  LOG_LEVEL: 'info',
  SETTINGS: JSON.stringify(SETTINGS),
})

const refresh = async (port: number, refreshToken: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/refresh-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  })
  if (!answer.ok) throw new Error(`refresh-token answered ${answer.status}`)
  return (await answer.json()) as { readonly accessToken: string; readonly refreshToken: string }
}

interface Options {
  readonly folder: string
  readonly users: number
  readonly smtpUrl: string
  /** A PostgreSQL database; without it an SQLite file in the folder. */
  readonly databaseUrl?: string
}

/** Makes an installation of `users` users in `folder`, as production would be set up. */
export const createSubject = async (options: Options): Promise<Subject> => {
  const { folder, users, smtpUrl, databaseUrl } = options
  mkdirSync(folder)
  const secret = randomBytes(32)
  const location = databaseUrl ?? join(folder, 'latchkey.db')
  const all = await seed({ location, users, sampled: Math.min(users, SAMPLED), secret })
  const samples = all.filter((_, i) => i % 2 === 0)
  let chained: readonly string[] = samples.map(({ refreshToken }) => refreshToken)
  let shared: Promise<ServerProcess> | null = null

  const start: Subject['start'] = async (command = 'server', env = {}) => {
    const PORT = String(await freePort())
    const database = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
    return startServer(command, {
      ...environment(folder, smtpUrl, secret),
      ...database,
      ...env,
      PORT,
      ...(command === 'mailer' && { METRICS_PORT: PORT }),
    })
  }
  const server = (): Promise<ServerProcess> => {
    shared ??= start()
    return shared
  }
  return {
    location,
    samples,
    floorSamples: all.filter((_, i) => i % 2 === 1),
    start,
    server,
    queueMails: (count) => queueMails({ location, secret, count }),
    async rotate(plan) {
      const { port } = await server()
      const result = await cannon({ ...plan, port, requests: [ROTATION], chained })
      chained = result.chained
      return result.perSecond
    },
    async accessTokens() {
      const { port } = await server()
      const fresh: { accessToken: string; refreshToken: string }[] = []
      for (const token of chained) fresh.push(await refresh(port, token))
      chained = fresh.map(({ refreshToken }) => refreshToken)
      return fresh.map(({ accessToken }) => accessToken)
    },
  }
}

/** The request that trades a refresh token; its body follows from the chain. */
export const ROTATION = {
  method: 'POST',
  path: '/api/auth/refresh-token',
  headers: { 'content-type': 'application/json' },
} as const
