import { progress as bar } from '@clack/prompts'
import { say } from './console.ts'

const STEP_PERCENT = 10

/** Shows how far a long job is: a bar for somebody at a terminal, else a line per tenth. */
export interface ProgressDisplay {
  update(done: number, total: number): void
  end(): void
}

export const progressDisplay = (label: string): ProgressDisplay =>
  process.stdout.isTTY ? asBar(label) : inLines(label)

const percentOf = (done: number, total: number): number =>
  total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))

const asBar = (label: string): ProgressDisplay => {
  const shown = bar({ max: 100 })
  let percent = 0
  shown.start(label)
  return {
    update: (done, total) => {
      const now = percentOf(done, total)
      if (now > percent) shown.advance(now - percent, `${label} ${now} %`)
      percent = Math.max(now, percent)
    },
    end: () => shown.stop(`${label}: done`),
  }
}

const inLines = (label: string): ProgressDisplay => {
  let next = STEP_PERCENT
  return {
    update: (done, total) => {
      const now = percentOf(done, total)
      if (now < next) return
      say(`${label} ${now} %`)
      next = now - (now % STEP_PERCENT) + STEP_PERCENT
    },
    end: () => undefined,
  }
}
