import { expect, test } from 'vitest'
import { mailMetrics } from '../apps/mailer/src/metrics.ts'
import { serverFigures } from '../apps/server/src/metrics/server-figures.ts'
import { allOf, jsonOf, textOf, yamlOf } from './testing/parsed.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string }
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string
    readonly targets: readonly { readonly expr: string }[]
  }[]
}

const { groups } = yamlOf<{ groups: readonly { rules: readonly Rule[] }[] }>(
  'deploy/prometheus/alerts.yml',
)
const alerts = groups.flatMap(({ rules }) => rules)
const { panels } = jsonOf<Dashboard>('deploy/grafana/latchkey.json')
const expressions = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: title, expr }))),
]

const clock = { now: () => new Date() }
const figures = serverFigures(clock)
const told = [await figures.register.metrics(), (await mailMetrics(() => null, clock).text()).text]
const kinds = new Map(
  told
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => {
      const [, name, kind] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
      return name && kind ? [[name, kind] as const] : []
    }),
)

const WORDS =
  /\b(?:sum|min|max|topk|rate|increase|histogram_quantile|and|or|(?:by|without) \([^)]*\))(?!\w)/g

/** The metrics that an expression names: what is left without functions, labels and ranges. */
const metricsIn = (expr: string): string[] => {
  const bare = expr.replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ').replace(WORDS, ' ')
  return allOf(bare, /\b([a-z_][a-z0-9_]*)\b/g)
}

test.each(expressions)('$where asks for metrics that there are', ({ expr }) => {
  const names = metricsIn(expr)
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const family = name.replace(/_(bucket|count|sum)$/, '')
    const isThere = kinds.has(name) || kinds.get(family) === 'histogram' || name === 'up'
    expect(isThere, name).toBe(true)
  }
})

test('a metric that is none would be noticed', () => {
  expect(metricsIn('sum by (le) (rate(no_such_total{a="b"}[5m])) > 1')).toEqual(['no_such_total'])
})

test('labels are those that the figures have', () => {
  const used = expressions.flatMap(({ expr }) => [
    ...allOf(expr, /[{,]\s*(\w+)\s*[=!]/g),
    ...allOf(expr, /by \(([^)]*)\)/g).flatMap((names) => names.split(/,\s*/)),
  ])
  const known = ['method', 'route', 'status', 'result', 'rule', 'template', 'le', 'instance', 'job']
  expect(new Set(used)).toEqual(new Set(known.filter((name) => used.includes(name))))
})

test('docs/operations.md says of every alert what to do, and of every figure what it is', () => {
  const page = textOf('docs/operations.md')
  for (const { alert, labels, annotations } of alerts) {
    expect(page).toContain(`| \`${alert}\` |`)
    expect(['page', 'warn']).toContain(labels.severity)
    expect(annotations.summary).not.toBe('')
  }
  const own = [...kinds.keys()].filter((name) => !/^(nodejs|process)_/.test(name))
  for (const name of own) expect(page).toContain(`\`${name}`)
})
