import { type Answer, answerPaths, type Listening } from '@latchkey/process'

type Health = 'healthy' | 'unhealthy'

/** What a mail worker depends on, at this moment. */
export interface Dependencies {
  readonly database: Health
  readonly broker: Health
  /** A mail server that is away makes nobody unready: mails wait. */
  readonly mail: Health
}

interface Options extends Listening {
  /** Never throws. */
  readonly dependencies: () => Promise<Dependencies>
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>
  readonly isStopping: () => boolean
}

/** What an orchestrator and Prometheus ask a mail worker. */
export interface StatusServer {
  close(): Promise<void>
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
})

const isReady = ({ database, broker }: Dependencies): boolean =>
  database === 'healthy' && broker === 'healthy'

/**
 * Starts it: `/live` (the process answers), `/ready` (it takes mails: 503 while database or broker
 * are away and once it stops) and `/metrics`. Rejects when the port cannot be listened on.
 */
export const startStatusServer = (options: Options): Promise<StatusServer> =>
  answerPaths(options, {
    '/live': async () => json(200, { status: 'ok' }),
    '/ready': async () => {
      const dependencies = await options.dependencies()
      const ready = isReady(dependencies) && !options.isStopping()
      return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', dependencies })
    },
    '/metrics': async () => {
      const { type, text: body } = await options.metrics()
      return { status: 200, type, body }
    },
  })
