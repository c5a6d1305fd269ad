/** Writes docs/errors.md from the refusal tables. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { errorCatalogue } from '../../apps/server/src/docs/error-catalogue.ts'

const file = new URL('../../docs/errors.md', import.meta.url)
mkdirSync(new URL('.', file), { recursive: true })
writeFileSync(file, errorCatalogue())
