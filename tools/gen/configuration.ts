/** Writes docs/configuration.md from .env.example and the settings. */
import { readFileSync, writeFileSync } from 'node:fs'
import { configurationText } from '../../apps/server/src/docs/configuration.ts'

const root = new URL('../../', import.meta.url)
const envExample = readFileSync(new URL('.env.example', root), 'utf8')
writeFileSync(new URL('docs/configuration.md', root), configurationText(envExample))
