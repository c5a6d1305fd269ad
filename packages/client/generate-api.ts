import openapiTS, { astToString } from 'openapi-typescript'

/** The types of the API's calls, as TypeScript source, from its OpenAPI document. */
export const apiTypes = async (document: URL): Promise<string> =>
  `// Written by npm run gen.\n${astToString(await openapiTS(document))}`
