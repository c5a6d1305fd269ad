import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { steadyPort } from './steady-port.ts'

/**
 * What a network does with connections: `pass` (bytes go both ways); `hang` (they stay open and new
 * ones are made, but nothing goes through); `refuse` (they are broken off and no new one is made).
 * What hung in a connection goes on when it passes again.
 */
export type ProxyMode = 'pass' | 'hang' | 'refuse'

/** A way to a service of others, with faults of the test's own. */
export interface TcpProxy {
  readonly port: number
  become(mode: ProxyMode): Promise<void>
  /** Breaks off every connection; new ones are made as before. */
  cut(): void
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly service: Socket
}

const link = ({ client, service }: Pair): void => {
  client.pipe(service)
  service.pipe(client)
}
const unlink = ({ client, service }: Pair): void => {
  client.unpipe(service)
  service.unpipe(client)
}

/** Opens a way to `port` of this machine. */
export const tcpProxy = async (servicePort: number): Promise<TcpProxy> => {
  const port = await steadyPort()
  const pairs = new Set<Pair>()
  let mode: ProxyMode = 'pass'
  let listening: Server | null = null

  const breakOff = (pair: Pair): void => {
    pairs.delete(pair)
    pair.client.resetAndDestroy()
    pair.service.resetAndDestroy()
  }
  /** An end in order is passed on by the pipes; any other one breaks off what is left. */
  const passEndOn = (pair: Pair): void => {
    const { client, service } = pair
    if (mode === 'hang') return
    if (client.closed && service.closed) pairs.delete(pair)
    else if (client.closed ? !service.writableEnded : service.closed && !client.writableEnded)
      breakOff(pair)
  }
  const accept = (client: Socket): void => {
    const service = connect({ port: servicePort, host: '127.0.0.1', allowHalfOpen: true })
    const pair = { client, service }
    pairs.add(pair)
    for (const socket of [client, service])
      socket.on('error', () => undefined).on('close', () => passEndOn(pair))
    if (mode === 'pass') link(pair)
  }
  const cut = (): void => pairs.forEach(breakOff)
  const listen = async (): Promise<void> => {
    if (listening) return
    listening = createServer({ allowHalfOpen: true }, accept).listen(port, '127.0.0.1')
    await once(listening, 'listening')
  }
  const shut = async (): Promise<void> => {
    const closing = listening
    listening = null
    const closed = closing && once(closing, 'close')
    closing?.close()
    cut()
    await closed
  }
  await listen()
  return {
    port,
    cut,
    become: async (next) => {
      const changes = next !== mode
      mode = next
      if (next === 'refuse') return shut()
      if (changes) pairs.forEach(next === 'hang' ? unlink : link)
      pairs.forEach(passEndOn)
      await listen()
    },
    close: shut,
  }
}
