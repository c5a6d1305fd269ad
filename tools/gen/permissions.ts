/** Writes docs/permissions.md from the list of permissions and the OpenAPI document. */
import { writeFileSync } from 'node:fs'
import { permissionsText } from '../../apps/server/src/docs/permissions.ts'

writeFileSync(new URL('../../docs/permissions.md', import.meta.url), await permissionsText())
