import { leansOnContext } from '@latchkey/core/rules'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/** What of a long password is looked at: the rest only makes it better, and takes time. */
const MAX_LENGTH = 64

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/**
 * How hard a password is to guess, from 0 (at once) to 4 (hardly ever), for those who know these
 * words about its owner. One that the server refuses because of them is never praised.
 */
export const strengthOf = (password: string, words: readonly string[] = []): 0 | 1 | 2 | 3 | 4 =>
  leansOnContext(password, words)
    ? 0
    : estimator.check(password.slice(0, MAX_LENGTH), [...words]).score
