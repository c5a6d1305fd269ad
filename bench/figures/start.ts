import { setTimeout as wait } from 'node:timers/promises'
import { inRounds, median } from '../report/rounds.ts'
import { atMost } from '../report/row.ts'
import type { COMMANDS } from '../subject/server-process.ts'
import type { Figure } from './figure.ts'

/** How soon an installation that has run before serves again, and what it takes when idle. */
export const start: Figure = {
  name: 'start',
  async measure({ pace, small }) {
    const subject = await small()
    const memoryMiB: number[] = []
    const readyMs = async (command: keyof typeof COMMANDS): Promise<number> => {
      const server = await subject.start(command)
      if (command === 'server') {
        await wait(pace.idleSeconds * 1000)
        memoryMiB.push(server.memoryMiB())
      }
      await server.stop()
      return server.readyMs
    }
    await readyMs('npm')
    const taken = await inRounds(pace.rounds, {
      npm: () => readyMs('npm'),
      server: () => readyMs('server'),
    })
    return [
      { figure: 'npm start to ready', ...atMost(median(taken.npm), 1000, 'ms') },
      { figure: 'server process to ready', ...atMost(median(taken.server), 600, 'ms') },
      { figure: 'memory when idle', ...atMost(median(memoryMiB), 110, 'MiB') },
    ]
  },
}
