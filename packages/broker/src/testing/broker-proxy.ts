import { connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { BrokerAddress } from '../amqp-url.ts'

/** A way to the broker that a test can cut, stop and tamper with. */
export interface BrokerProxy {
  readonly port: number
  /** Breaks every connection and refuses new ones, as a broker does that was killed. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Lets nothing through in either direction, and breaks nothing. */
  freeze(): void
  /** Makes a refusal of every confirmation from now on. */
  refuseConfirms(): void
  /** Sends a method of the connection itself to every client, such as `connection.blocked`. */
  tell(method: Buffer): void
}

/** `connection.blocked` with the reason `test`, and its end (AMQP 0-9-1, RabbitMQ's extension). */
export const BLOCKED = Buffer.from('000a003c0474657374', 'hex')
export const UNBLOCKED = Buffer.from('000a003d', 'hex')

const BASIC_ACK = Buffer.from('003c0050', 'hex')
const BASIC_NACK = Buffer.from('003c0078', 'hex')

/** A method frame on channel 0. */
const frame = (method: Buffer): Buffer => {
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(method.length, 3)
  return Buffer.concat([header, method, Buffer.from([0xce])])
}

const nacked = (bytes: Buffer): Buffer => {
  for (let at = bytes.indexOf(BASIC_ACK); at >= 0; at = bytes.indexOf(BASIC_ACK, at + 1))
    BASIC_NACK.copy(bytes, at)
  return bytes
}

/** Opens a proxy to the broker for one test; with `tls` it decrypts. */
export const brokerProxy = async (
  { host, port }: BrokerAddress,
  tls?: TlsOptions,
): Promise<BrokerProxy> => {
  const clients = new Set<Socket>()
  let isFrozen = false
  let isRefusing = false

  const carry = (client: Socket) => {
    const upstream = connect({ host, port })
    clients.add(client)
    const end = () => {
      clients.delete(client)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    client.on('data', (bytes) => isFrozen || upstream.write(bytes))
    upstream.on('data', (bytes) => isFrozen || client.write(isRefusing ? nacked(bytes) : bytes))
  }

  const server: Server = tls ? createTlsServer(tls, carry) : createServer(carry)
  const listen = (at: number) =>
    new Promise<void>((resolve) => void server.listen(at, '127.0.0.1', resolve))
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const client of clients) client.destroy()
    await closed
  }
  await listen(0)
  const address = server.address()
  const own = typeof address === 'object' && address !== null ? address.port : 0
  onTestFinished(async () => {
    if (server.listening) await cut()
  })
  return {
    port: own,
    cut,
    mend: () => listen(own),
    freeze: () => {
      isFrozen = true
    },
    refuseConfirms: () => {
      isRefusing = true
    },
    tell: (method) => {
      for (const client of clients) client.write(frame(method))
    },
  }
}
