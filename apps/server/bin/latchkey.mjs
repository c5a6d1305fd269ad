#!/usr/bin/env node
import { runOnNode24 } from '../../../tools/node-24.mjs'

await runOnNode24(['apps/server/src/cli.ts', ...process.argv.slice(2)])
