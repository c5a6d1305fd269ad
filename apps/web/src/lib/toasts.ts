import { Toast } from '@base-ui/react/toast'
import type { Problem } from '@latchkey/client'
import { problemText } from './problem-text.ts'

/** Short news in a corner of the page, for whoever has some. */
export const toasts = Toast.createToastManager()

export const tell = (title: string): void => {
  toasts.add({ title })
}

/** Tells why something could not be done, to screen readers at once. */
export const tellProblem = (problem: Problem): void => {
  toasts.add({ title: problemText(problem), type: 'bad', priority: 'high' })
}
