import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections. */
const LOWEST = 15_000
const HIGHEST = 31_000

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().on('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** Keeps the port from every other test for as long as this process lives: the one of UDP is the token. */
const reserve = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const token = createSocket('udp4').unref()
    token.on('error', () => resolve(false))
    token.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true))
  })

/**
 * A free port for somebody who comes later, goes away and comes back. No other test and no outgoing
 * connection is given it meanwhile, and none that looks for it in vain is connected to itself.
 */
export const steadyPort = async (): Promise<number> => {
  const port = randomInt(LOWEST, HIGHEST)
  return (await reserve(port)) && (await isFree(port)) ? port : steadyPort()
}
