import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import { doctorRoute } from './doctor.route.ts'
import { examine } from './examine.ts'
import { sharedFor } from './shared-for.ts'

const LIMIT_MS = 5_000
/** Checks open connections: however often somebody asks, not more often than this. */
const REST_MS = 5_000

/** The checks of `latchkey doctor`, in the server that runs. */
export const registerDoctor = (
  app: FastifyInstance,
  { config, clock }: Pick<Installation, 'config' | 'clock'>,
): void => {
  const onFault = (error: unknown) => app.log.error({ err: error }, 'a check of the doctor failed')
  const run = async () => {
    const at = clock.now()
    return { at, findings: await examine({ config, limitMs: LIMIT_MS, onFault }) }
  }
  app.register(doctorRoute(sharedFor(REST_MS, run)))
}
