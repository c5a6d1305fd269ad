import { PERMISSIONS, type Permission } from '@latchkey/core/rules'
import { openApiDocument } from './openapi.ts'

const NEEDS = /Needs `([a-z:]+)`\.$/

/** The calls of the admin API by the permission that they need, as the OpenAPI document says. */
const callsByPermission = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { paths } = await openApiDocument()
  const calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { description = '' }]) => {
      const permission = NEEDS.exec(description)?.[1]
      return permission ? [{ permission, call: `\`${method.toUpperCase()} ${path}\`` }] : []
    }),
  )
  const byPermission = Map.groupBy(calls, ({ permission }) => permission)
  return new Map([...byPermission].map(([name, own]) => [name, own.map(({ call }) => call)]))
}

/** docs/permissions.md: every permission, what it allows, and the calls that need it. */
export const permissionsText = async (): Promise<string> => {
  const calls = await callsByPermission()
  const row = ([name, meaning]: [string, string]) =>
    `| \`${name}\` | ${meaning} | ${calls.get(name)?.join(', ') ?? 'none yet'} |`
  return `# Permissions

Written by \`npm run gen\` from the list of permissions and the OpenAPI document; do not edit.

Without its permission a call is refused before anything else of it is looked at. Which roles have which permissions is in [access.md](access.md).

| permission | what it allows | calls |
| --- | --- | --- |
${Object.entries<string>(PERMISSIONS satisfies Record<Permission, string>)
  .map(row)
  .join('\n')}
`
}
