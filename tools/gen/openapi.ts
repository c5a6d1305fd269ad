/** Writes the OpenAPI document from the routes and the schemas of the contract. */
import { writeFileSync } from 'node:fs'
import { openApiText } from '../../apps/server/src/docs/openapi.ts'

const file = new URL('../../packages/contract/openapi.json', import.meta.url)
writeFileSync(file, await openApiText())
