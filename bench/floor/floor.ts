import { child } from '../subject/child.ts'

/** What a figure is compared with. */
export interface Floor {
  readonly port: number
  stop(): void
}

/** Starts a bare server in a process of its own. */
export const startFloor = async (
  kind: 'hmac' | 'select' | 'rotation',
  ...args: string[]
): Promise<Floor> => {
  const process = child(new URL(`./${kind}-server.ts`, import.meta.url), ...args)
  const { port } = await process.hear<{ port: number }>()
  return { port, stop: process.kill }
}
