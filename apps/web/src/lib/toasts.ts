import type { Problem } from '@latchkey/client'
import { problemText } from './problem-text.ts'

/** Short news for a corner of the page. */
export interface News {
  readonly title: string
  /** Told to screen readers at once. */
  readonly isBad: boolean
}

const waiting: News[] = []
let show = (news: News): void => void waiting.push(news)

/** Names who shows news; what was told before is shown then. */
export const showNewsBy = (shows: (news: News) => void): void => {
  show = shows
  for (const news of waiting.splice(0)) show(news)
}

export const tell = (title: string): void => show({ title, isBad: false })

/** Tells what went wrong. */
export const tellBad = (title: string): void => show({ title, isBad: true })

/** Tells why something could not be done. */
export const tellProblem = (problem: Problem): void => tellBad(problemText(problem))
