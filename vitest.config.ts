import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const storageAndMail = ['packages/sql/src/**/*.test.ts', 'packages/mail/src/**/*.test.ts']
const integration = ['{packages,apps}/*/src/**/*.integration.test.ts', ...storageAndMail]
/** With real processes and services around, CI asks again and names the test that needed it. */
const retry = process.env['CI'] === 'true' ? 2 : 0

export default defineConfig(({ mode }) => ({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}', '{tools,deploy}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...integration],
          // In memory nothing is shared that a test could leave behind, and this halves the time.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: integration,
          retry,
          testTimeout: 20_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Real server processes: too many at once would only wait for each other.
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/{faults,enumeration,web}/**'],
          globalSetup: 'e2e/web-app-built.mjs',
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: Math.min(2, availableParallelism()),
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Processes that are killed, held and cut off.
        test: {
          name: 'faults',
          include: ['e2e/faults/**/*.test.ts'],
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: Math.min(2, availableParallelism()),
          sequence: { groupOrder: 2 },
        },
      },
      {
        // A server and a browser in each file: one after the other.
        test: {
          name: 'web',
          include: ['e2e/web/**/*.test.ts'],
          globalSetup: 'e2e/web-app-built.mjs',
          retry,
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        // Times tell something only where nothing else runs: last, and one after the other.
        test: {
          name: 'enumeration',
          include: ['e2e/enumeration/**/*.test.ts'],
          env: { ENUMERATION: mode },
          testTimeout: 7_200_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/core/src/**', 'packages/sql/src/**'],
      exclude: ['**/*.test.ts', '**/testing/**'],
      reporter: ['text-summary', 'html'],
      thresholds: {
        'packages/core/src/**': { statements: 95, branches: 90, functions: 95, lines: 95 },
        'packages/core/src/{session,password}/**': { branches: 100 },
        'packages/sql/src/**': { statements: 95, branches: 85, functions: 95, lines: 95 },
      },
    },
  },
}))
