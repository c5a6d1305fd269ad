import * as z from 'zod'
import { instant } from './fields.ts'
import { needs } from './needs.ts'
import { failures } from './problem.ts'

const finding = z
  .object({
    area: z.enum(['configuration', 'database', 'cache', 'broker', 'mail', 'web', 'clock']),
    check: z.string().meta({ description: 'What was looked at, or the name of a variable' }),
    status: z.enum(['ok', 'warning', 'problem']),
    cause: z.string().meta({ description: 'What was found, in English' }),
    fix: z.string().nullable().meta({
      description: 'What to do about it; null when that is said with the cause, or nothing',
    }),
  })
  .meta({ id: 'DoctorFinding' })

export const examine = needs('settings:read', {
  operationId: 'examineInstallation',
  summary: 'What is wrong with this installation, and how to mend it',
  description:
    'The checks of `latchkey doctor`, by the server that answers: nothing of the installation is changed and no mail is sent. Others are connected to, each for 5 seconds at most: Redis is asked to keep a value for a second, RabbitMQ to declare the queues that the servers declare. Whoever asks within 5 seconds after an answer gets the same one; `at` says when it was made.',
  response: {
    200: z.object({ success: z.literal(true), at: instant, findings: z.array(finding) }),
    ...failures(401, 403, 503),
  },
})
