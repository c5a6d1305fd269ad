import { commit, machine, prependResult } from '../../bench/report/results-file.ts'
import { median } from '../../bench/report/rounds.ts'
import type { Measured } from './sampling.ts'
import { differenceOf } from './statistics.ts'

interface Figure<K extends string> {
  readonly figure: string
  readonly measured: Measured<K>
}

const HEAD = ['figure', 'samples a kind', 'median', 'farthest apart', 'by', 'AUC', 'leaks']

/** The two kinds whose times are told apart best. */
const farthestApart = <K extends string>({ times }: Measured<K>) => {
  const kinds = Object.keys(times) as K[]
  const pairs = kinds.flatMap((first, at) =>
    kinds.slice(at + 1).map((second) => ({
      first,
      second,
      ...differenceOf(times[first], times[second]),
    })),
  )
  return pairs.toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z))[0]
}

const rowOf = <K extends string>({ figure, measured }: Figure<K>): string[] => {
  const all = Object.values<number[]>(measured.times)
  const pair = farthestApart(measured)
  return [
    figure,
    String(all[0]?.length ?? 0),
    `${median(all.flat()).toFixed(1)} ms`,
    `${pair?.first} : ${pair?.second}`,
    `${pair?.deltaMs.toFixed(2)} ms`,
    pair?.auc.toFixed(3) ?? '',
    measured.leaks.length > 0 ? 'YES' : 'no',
  ]
}

/** Puts what was measured in front of `bench/RESULTS.md`. */
export const recordFigures = <K extends string>(
  figures: readonly Figure<K>[],
  load: number,
): void => {
  const lines = [HEAD, HEAD.map(() => '---'), ...figures.map(rowOf)]
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ')
  prependResult(
    [
      `## ${at} UTC, ${commit()}`,
      '',
      `\`npm run test:enumeration\` on ${machine()}; load average before the run ${load.toFixed(1)}`,
      '',
      ...lines.map((cells) => `| ${cells.join(' | ')} |`),
      '',
    ].join('\n'),
  )
}
