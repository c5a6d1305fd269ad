import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the bench's own that is spoken to by messages. */
export interface Child {
  tell(message: object | string): void
  /** The next message; rejects when the process ends without one. */
  hear<T>(): Promise<T>
  kill(): void
}

const running = new Set<Child>()

/** Starts `file` in a process of its own, on this very Node. */
export const child = (file: URL, ...args: string[]): Child => {
  const forked = fork(fileURLToPath(file), args)
  const process: Child = {
    tell: (message) => void forked.send(message),
    hear: <T>() =>
      new Promise<T>((resolve, reject) => {
        const ended = (code: number | null) =>
          reject(new Error(`${file.pathname} ended with ${code}`))
        forked.once('exit', ended)
        forked.once('message', (message) => {
          forked.off('exit', ended)
          resolve(message as T)
        })
      }),
    kill: () => void forked.kill(),
  }
  running.add(process)
  forked.once('exit', () => running.delete(process))
  return process
}

/** Ends every process that is left, after a failure. */
export const killChildren = (): void => {
  for (const process of running) process.kill()
}
