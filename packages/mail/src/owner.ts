import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { MailQueue } from '@latchkey/core'

/** Names one who sends: `hostname:pid:random`. Nobody else ever has the same. */
export const ownerId = (): string =>
  `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`

/** Those of this process that run now; they share its pid. */
const runningHere = new Set<string>()

export const noteRunning = (owner: string): void => {
  runningHere.add(owner)
}
export const noteStopped = (owner: string): void => {
  runningHere.delete(owner)
}

/**
 * Frees what processes of this host left that are dead, so that their mails need not wait for the
 * leases to run out. A pid of ours with another random part is a dead predecessor's: in a container
 * every start has the same.
 */
export const releaseDeadOwners = async (queue: MailQueue, owner: string): Promise<void> => {
  for (const other of await queue.owners())
    if (other !== owner && isDead(other, owner)) await queue.release(other)
}

/** The same as a function that does it once: at the first call that finds the queue there. */
export const firstReleaseDeadOwners = (queue: MailQueue, owner: string) => {
  let isDone = false
  return async (): Promise<void> => {
    if (!isDone) await releaseDeadOwners(queue, owner)
    isDone = true
  }
}

const isDead = (other: string, owner: string): boolean => {
  const [host, pid] = parts(other)
  const [ourHost, ourPid] = parts(owner)
  if (host === undefined || host !== ourHost || runningHere.has(other)) return false
  return pid === ourPid || !isRunning(Number(pid))
}

const parts = (owner: string): readonly string[] => /^(.+):(\d+):[^:]+$/.exec(owner)?.slice(1) ?? []

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: somebody else's process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
