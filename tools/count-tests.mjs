/*
 * node tools/count-tests.mjs <vitest's JSON report> …
 *
 * Prints `N passed, N failed, N skipped` over all reports, and fails when a test failed, when
 * none ran or when a report is missing. Names first what failed before it passed (ADR 0049).
 */
import { existsSync, readFileSync } from 'node:fs'

const total = { passed: 0, failed: 0, skipped: 0 }

/** A file that could not even be loaded has no tests to count: it is one failure itself. */
const brokenFiles = (report) =>
  report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((it) => it.status === 'failed'),
  ).length

const nameFlaky = (report) => {
  for (const { assertionResults } of report.testResults) {
    for (const { status, failureMessages, fullName } of assertionResults) {
      if (status !== 'passed' || failureMessages.length === 0) continue
      console.log(`flaky, passed when tried again: ${fullName}\n${failureMessages.join('\n')}`)
    }
  }
}

const add = (path) => {
  if (!existsSync(path)) {
    total.failed += 1
    return
  }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  nameFlaky(report)
  const failed = report.numFailedTests + brokenFiles(report)
  total.passed += report.numPassedTests
  // An error outside of any test fails the run as well.
  total.failed += failed === 0 && !report.success ? 1 : failed
  total.skipped += report.numPendingTests + report.numTodoTests
}

process.argv.slice(2).forEach(add)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
