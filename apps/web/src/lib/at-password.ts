import type { Problem } from '@latchkey/client'

/** A refused password of somebody signed in, told at the field where they typed it. */
export const atPassword = (problem: Problem | null, path: string): Problem | null =>
  problem?.code === 'invalid_credentials'
    ? { ...problem, errors: [{ path, code: 'wrong', message: problem.detail }] }
    : problem
