import { DependencyUnavailable } from '@latchkey/core'
import { Redis, type RedisOptions } from 'ioredis'

/** A connection to Redis that never makes anybody wait. */
export interface RedisLink {
  /**
   * Sends one command. Throws a DependencyUnavailable within a quarter of a second when Redis is
   * away, does not answer, or refuses; it may have done the command all the same.
   */
  run<T>(command: (redis: Redis) => Promise<T>): Promise<T>
  /** Calls `listener` with every message of a channel that comes while there is a connection. */
  listen(channel: string, listener: (message: string) => void): void
  /** Whether Redis takes a write now. */
  isHealthy(): Promise<boolean>
  close(): void
}

const ANSWER_MS = 250
const CONNECT_MS = 2000
/** Without a word for so long the connection is dead, and a new one is tried. */
const SILENCE_MS = 1500
const MAX_PAUSE_MS = 2000
/** What a start waits for a first connection; it goes on without one. */
const START_MS = 1000

/** Nothing waits for a connection, and nothing is sent again: the caller is told, and decides. */
const FAIL_FAST = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  commandTimeout: SILENCE_MS,
  connectTimeout: CONNECT_MS,
  socketTimeout: SILENCE_MS,
  disconnectTimeout: ANSWER_MS,
  keepAlive: 10_000,
  retryStrategy: (times: number) => Math.min(25 * 2 ** Math.min(times, 10), MAX_PAUSE_MS),
  // A primary that became a replica: its name leads to the new one.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  lazyConnect: true,
  connectionName: 'latchkey',
} satisfies RedisOptions

interface Options {
  readonly url: string
  readonly log: {
    info(text: string): void
    warn(about: { readonly err: Error }, text: string): void
  }
}

/** Connects, and connects again whenever the connection is lost, until `close`. */
export const connectRedis = async ({ url, log }: Options): Promise<RedisLink> => {
  const commands = new Redis(url, FAIL_FAST)
  const subscriber = new Redis(url, FAIL_FAST)
  const presence = notePresence(log)
  let lastError: Error | null = null

  const run: RedisLink['run'] = async (command) => {
    try {
      const answer = await inTime(command(commands))
      presence.here()
      return answer
    } catch (cause) {
      presence.away(cause instanceof Error ? cause : new Error(String(cause)))
      throw new DependencyUnavailable('Redis did not do what it was asked', { cause })
    }
  }
  const isHealthy = (): Promise<boolean> => succeeds(run(probe))

  commands.on('error', (error) => {
    lastError = error
  })
  commands.on('close', () => presence.away(lastError ?? new Error('The connection was closed')))
  commands.on('ready', () => {
    lastError = null
    void isHealthy()
  })
  subscriber.on('error', () => undefined)
  await Promise.race([succeeds(commands.connect()), pause(START_MS)])

  return {
    run,
    isHealthy,
    listen(channel, listener) {
      subscriber.on('message', (from, message) => {
        if (from === channel) listener(message)
      })
      subscriber.on('ready', () => {
        subscriber.subscribe(channel).catch(() => subscriber.disconnect(true))
      })
      void succeeds(subscriber.connect())
    },
    close() {
      presence.forget()
      commands.disconnect()
      subscriber.disconnect()
    },
  }
}

/**
 * Gives up after `ANSWER_MS`, but not before what has arrived was read: while this process is busy,
 * timers run before sockets are looked at.
 */
const inTime = <T>(answer: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`No answer within ${ANSWER_MS} ms`))
    const timer = setTimeout(() => setImmediate(giveUp), ANSWER_MS)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** A write, because a replica and a full memory answer a PING as well. */
export const probe = (redis: Redis): Promise<unknown> =>
  redis.set('latchkey:health', '1', 'PX', 1000)

/** Logs when Redis goes and when it comes back, once each. */
const notePresence = (log: Options['log']) => {
  let isHere = true
  let isOver = false
  return {
    here(): void {
      if (isHere || isOver) return
      isHere = true
      log.info('Redis answers again')
    },
    away(err: Error): void {
      if (!isHere || isOver) return
      isHere = false
      log.warn(
        { err },
        'Redis is out of reach: nobody gets or uses a one-time code, and each process counts limits alone',
      )
    },
    forget(): void {
      isOver = true
    },
  }
}

const succeeds = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  )

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, ms).unref())
