import { type Environment, startLatchkey } from '../process.ts'
import type { Answer } from '../request.ts'
import { withWideLimits } from '../wide-limits.ts'
import { type RestartableProcess, restartableProcess } from './restartable-process.ts'
import { steadyPort } from './steady-port.ts'

/** A server on one folder and one port that may die and come back at any moment. */
export interface RestartableServer extends RestartableProcess {
  readonly url: string
  /** The answer; null when none came, so that nobody knows whether it was done. */
  post(path: string, body: unknown): Promise<Answer | null>
  get(path: string): Promise<Answer>
}

/** Makes a server that is not running yet. */
export const restartableServer = async (
  dataDir: string,
  env: Environment,
): Promise<RestartableServer> => {
  const port = await steadyPort()
  const url = `http://localhost:${port}`
  const given = { DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: url, ...env }
  const full = withWideLimits(given)
  const server = restartableProcess({
    start: () => startLatchkey(['start'], { env: full, cwd: dataDir }),
    port,
    readyPath: '/api/health/ready',
  })
  return {
    ...server,
    url,
    post: (path, body) => server.request(path, { method: 'POST', body }).catch(() => null),
    get: (path) => server.request(path),
  }
}
