import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import {
  type Channel,
  type ChannelModel,
  connect,
  type Options,
  type RecoveringChannelModel,
} from 'amqplib'
import type { BrokerAddress } from './amqp-url.ts'
import { faultOf } from './broker-error.ts'

/** Where the broker's clients tell an operator what they should know; never a password. */
export interface BrokerLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export type Watch = (channel: Channel) => void

interface Connecting {
  readonly address: BrokerAddress
  /** What the connection is for; it stands in the broker's list of connections. */
  readonly purpose: string
  readonly log: BrokerLog
  /**
   * Opens the channels on a new connection and has them watched. When it rejects, or when the
   * broker closes one of them later, another connection is made.
   */
  readonly setUp: (model: ChannelModel, watch: Watch) => Promise<void>
  /** Called when the connection is lost; what was set up on it is void. */
  readonly onLost: () => void
}

const OPEN_TIMEOUT_MS = 5_000
const HEARTBEAT_SECONDS = 10
const CLOSE_MS = 3_000
/** Before a connection is tried again on which the channels could not be opened. */
const SET_UP_RETRY_MS = 2_000
/** Half a second, then up to five, each up to a third off so that a crowd does not come at once. */
const RECOVERY = { initialDelay: 500, maxDelay: 5_000, jitter: 0.3, waitForConnect: false }

/** How amqplib is told where to connect. */
export const connectOptions = (address: BrokerAddress): Options.Connect => ({
  protocol: address.tls ? 'amqps' : 'amqp',
  hostname: address.host,
  port: address.port,
  username: address.user,
  password: address.password,
  vhost: address.vhost,
  heartbeat: HEARTBEAT_SECONDS,
})

/** What belongs to the socket. Reads the file of the authorities. */
export const socketOptions = ({ authorityFile }: BrokerAddress, purpose: string) => ({
  timeout: OPEN_TIMEOUT_MS,
  noDelay: true,
  keepAlive: true,
  clientProperties: { connection_name: `latchkey ${purpose} ${hostname()}:${process.pid}` },
  ...(authorityFile && { ca: readFileSync(authorityFile, 'utf8') }),
})

/**
 * Keeps one connection to the broker, for ever: a lost one is made again within five seconds of the
 * broker's return. Says once that it is gone and once that it is there.
 */
export const keepConnection = ({ address, purpose, log, setUp, onLost }: Connecting) => {
  let current: ChannelModel | null = null
  let watched: Channel[] = []
  let isTold = false
  let isClosed = false

  const gone = (error: unknown) => {
    if (isTold || isClosed) return
    isTold = true
    const reason = faultOf(error, address)
    log.warn({ broker: address.shown, reason }, 'the broker cannot be used; mails wait')
  }

  const onConnect = async (model: ChannelModel) => {
    current = model
    let isSetUp = false
    watched = []
    const watch: Watch = (channel) => {
      watched.push(channel)
      let reason: unknown = new Error('a channel was closed')
      channel.on('error', (error) => {
        reason = error
      })
      // With its connection a channel is closed too: then there is nothing left to end.
      channel.on('close', () => setImmediate(() => isSetUp && restart(model, reason)))
    }
    try {
      await setUp(model, watch)
      if (current !== model) return
      isSetUp = true
      isTold = false
      log.info({ broker: address.shown }, `connected to the broker as ${purpose}`)
    } catch (error) {
      gone(error)
      setTimeout(() => restart(model, error), SET_UP_RETRY_MS)
    }
  }

  /** Ends a connection that still is the current one, so that another one is made. */
  const restart = (model: ChannelModel | null, reason: unknown) => {
    if (model === null || current !== model || isClosed) return
    current = null
    onLost()
    gone(reason)
    model.close().catch(() => {})
  }

  const open = async (): Promise<RecoveringChannelModel> => {
    const recovering = await connect(connectOptions(address), {
      ...socketOptions(address, purpose),
      recovery: RECOVERY,
    })
    recovering.on('connect', (model) => void onConnect(model))
    recovering.on('connect-failed', gone)
    recovering.on('disconnect', (error) => {
      current = null
      onLost()
      gone(error)
    })
    // The reason comes with `disconnect`.
    recovering.on('error', () => {})
    return recovering
  }
  const opening = open()
  opening.catch(gone)

  return {
    /** Ends the connection because it is of no more use, and makes another one. */
    restart: (reason: string): void => restart(current, new Error(reason)),
    /** Ends it for good; when the broker does not answer, after three seconds. */
    close: async (): Promise<void> => {
      isClosed = true
      const close = async () => {
        // In order: the end of a connection overtakes what its channels have still to say.
        await Promise.allSettled(watched.map((channel) => channel.close()))
        await (await opening).close()
      }
      await within(CLOSE_MS, close())
      onLost()
    },
  }
}

/** Waits for `work`, whatever becomes of it, but no longer than `ms`. */
export const within = async (ms: number, work: Promise<unknown>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work.catch(() => {}), late])
  clearTimeout(timer)
}
