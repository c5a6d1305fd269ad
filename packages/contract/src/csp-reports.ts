import * as z from 'zod'
import { failures } from './problem.ts'

export const report = {
  operationId: 'reportRefusedContent',
  summary: 'What the policy of pages made a browser refuse',
  description:
    'For browsers, which find it in the headers of pages: `application/reports+json` or `application/csp-report`, 16 KiB at most. It becomes a line of the log; nothing is stored.',
  tags: ['Operations'],
  response: {
    204: z.undefined().describe('Whatever the report says'),
    ...failures(413, 415),
  },
}
