import { STATUS_CODES } from 'node:http'
import { PROBLEM_CODES } from '@latchkey/contract'
import { PROBLEMS } from '../http/problem-texts.ts'
import { EXAMPLES, HEADERS, PARAMETERS } from './openapi-text.ts'
import { tidySchemas } from './tidy-schemas.ts'

interface Reference {
  $ref: string
}

interface Response {
  description: string
  content?: Record<string, { schema: { $ref?: string } }>
}

interface BodySchema {
  type?: string
  anyOf?: BodySchema[]
  properties?: Record<string, object>
}

interface Operation {
  operationId?: string
  description?: string
  parameters?: Reference[]
  requestBody?: { required?: boolean; content: Record<string, { schema: BodySchema }> }
  responses: Record<string, Response>
}

interface FinishedOperation extends Omit<Operation, 'responses'> {
  responses: Record<string, Response | Reference>
}

/** As much of an OpenAPI 3.1 document as is changed here. */
export interface OpenApiDocument<O = FinishedOperation> {
  openapi: string
  servers: { url: string; description?: string }[]
  paths: Record<string, Record<string, O>>
  components: Record<string, Record<string, unknown>>
}

const PROBLEM = '#/components/schemas/Problem'
const SIGNED_IN = '#/components/schemas/SignedIn'
/** Operations that deliver tokens beside the ways in. */
const DELIVERING = new Set(['registerUser', 'sendOtp', 'refreshSession'])

const ref = (kind: string, name: string): Reference => ({ $ref: `#/components/${kind}/${name}` })

const schemaOf = ({ content }: Response): string | undefined =>
  content?.['application/json']?.schema.$ref

const nameOf = (status: number): string => STATUS_CODES[status] ?? String(status)

const finishResponse = ([status, response]: [string, Response]): [string, Response | Reference] => {
  const name = nameOf(Number(status))
  if (schemaOf(response) === PROBLEM) return [status, ref('responses', name.replaceAll(' ', ''))]
  const isStanding = response.description === 'Default Response'
  return [status, isStanding ? { ...response, description: name } : response]
}

/** The failures of one status, with the codes they may carry. */
const failureOf = (status: number) => {
  const codes = PROBLEM_CODES.filter((code) => PROBLEMS[code][0] === status)
  const mustWait = status === 429 || status === 503
  return {
    description: `${nameOf(status)}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    ...(mustWait && { headers: { 'Retry-After': ref('headers', 'RetryAfter') } }),
    content: { 'application/problem+json': { schema: { $ref: PROBLEM } } },
  }
}

const failures = (): Record<string, unknown> => {
  const statuses = new Set(PROBLEM_CODES.map((code) => PROBLEMS[code][0]))
  return Object.fromEntries(
    [...statuses].sort().map((status) => [nameOf(status).replaceAll(' ', ''), failureOf(status)]),
  )
}

const withExamples = (schema: BodySchema): BodySchema => {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const example = EXAMPLES[name]
    return [name, example === undefined ? property : { ...property, examples: [example] }] as const
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

/** A body that may be absent is not required, and need not be called nullable. */
const finishBody = ({ requestBody }: Operation): Pick<Operation, 'requestBody'> => {
  const whole = requestBody?.content['application/json']?.schema
  if (!whole) return {}
  const present = whole.anyOf?.find(({ type }) => type !== 'null')
  const schema = withExamples(present ?? whole)
  const content = { 'application/json': { schema } }
  return { requestBody: { required: present === undefined, content } }
}

const finishOperation = (operation: Operation): FinishedOperation => {
  const isWayIn = Object.values(operation.responses).some((r) => schemaOf(r) === SIGNED_IN)
  const isDelivering = isWayIn || DELIVERING.has(operation.operationId ?? '')
  const parameters = [
    ...(operation.parameters ?? []),
    ...(isDelivering ? [ref('parameters', 'TokenDelivery')] : []),
    ...(isWayIn ? [ref('parameters', 'DeviceToken')] : []),
  ]
  return {
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    ...finishBody(operation),
    responses: Object.fromEntries(Object.entries(operation.responses).map(finishResponse)),
  }
}

/** The calls of a user come before the addresses that programs find by themselves. */
const rank = (path: string): number => (path.startsWith('/.well-known/') ? 1 : 0)

/**
 * Completes what the generator cannot know: failures are problems, 429 and 503 say how long to
 * wait, and which calls deliver tokens.
 */
export const finishOpenApi = (document: OpenApiDocument<Operation>): OpenApiDocument => {
  // The same operation as `/api/health/live`, for load balancers that expect it here.
  const { '/health': _twin, ...paths } = document.paths
  const ordered = Object.entries(paths).sort(([a], [b]) => rank(a) - rank(b))
  const finished = ordered.map(([path, operations]) => {
    const each = Object.entries(operations).map(([m, o]) => [m, finishOperation(o)] as const)
    return [path, Object.fromEntries(each)] as const
  })
  const shared = { parameters: PARAMETERS, headers: HEADERS, responses: failures() }
  return tidySchemas({
    ...document,
    paths: Object.fromEntries(finished),
    components: { ...document.components, ...shared },
  })
}
