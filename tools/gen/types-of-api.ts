/** Writes the types that the client has of the API, from the OpenAPI document. */
import { writeFileSync } from 'node:fs'
import { apiTypes } from '../../packages/client/generate-api.ts'

const document = new URL('../../packages/contract/openapi.json', import.meta.url)
const file = new URL('../../packages/client/src/generated/api.ts', import.meta.url)
writeFileSync(file, await apiTypes(document))
