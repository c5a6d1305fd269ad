import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const storageAndMail = ['packages/sql/src/**/*.test.ts', 'packages/mail/src/**/*.test.ts']
const integration = ['{packages,apps}/*/src/**/*.integration.test.ts', ...storageAndMail]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: Math.min(2, availableParallelism()),
          sequence: { groupOrder: 2 },
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
})
