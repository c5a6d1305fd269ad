import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { onChannel } from '../../../packages/broker/src/testing/on-channel.ts'
import { talk } from '../../raw-socket.ts'
import { findProgram } from '../own-service.ts'

const PG_DUMP = findProgram('pg_dump')
const SILENCE_MS = 200
const LARGEST_BYTES = 64 * 1024 * 1024
const READS = ['get %', 'hgetall %', 'smembers %', 'lrange % 0 -1', 'zrange % 0 -1 withscores']

export const canDump = PG_DUMP !== null

/** All of a database, as text. */
export const dumpDatabase = async (url: string): Promise<Buffer> => {
  const options = { maxBuffer: LARGEST_BYTES, encoding: 'buffer' } as const
  const { stdout } = await promisify(execFile)(PG_DUMP ?? '', ['--inserts', url], options)
  return stdout
}

/** Every key of a Redis and what it holds, as the protocol tells it. */
export const dumpRedis = async (port: number): Promise<Buffer> => {
  const say = (lines: readonly string[]) =>
    talk(port, [`${lines.join('\r\n')}\r\n`], { silenceMs: SILENCE_MS })
  const keys = (await say(['keys *'])).split('\r\n').filter((line) => !/^[*$]\d+$|^$/.test(line))
  const values = await say(keys.flatMap((key) => READS.map((read) => read.replace('%', key))))
  return Buffer.from([...keys, values].join('\n'), 'latin1')
}

/** Every command that a Redis is given, from now on. */
export const listenTo = (port: number): { heard(): Buffer; end(): void } => {
  const chunks: Buffer[] = []
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.write('monitor\r\n')
  return { heard: () => Buffer.concat(chunks), end: () => socket.destroy() }
}

/** Every message that waits in a queue, which keeps them all. */
export const dumpQueue = (url: string, queue: string): Promise<Buffer> =>
  onChannel(url, async (channel) => {
    const messages: string[] = []
    for (let message = await channel.get(queue); message; message = await channel.get(queue))
      messages.push(`${JSON.stringify(message.properties)} ${message.content.toString('latin1')}`)
    return Buffer.from(messages.join('\n'), 'latin1')
  })

/** Every file of a folder. */
export const filesIn = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  )

/** Makes a dump again and again until it is asked for all of them. */
export const keepDumping = (dump: () => Promise<Buffer>): (() => Promise<Buffer>) => {
  const dumps: Buffer[] = []
  let isOver = false
  const dumping = (async () => {
    while (!isOver) {
      dumps.push(await dump())
      await wait(SILENCE_MS)
    }
  })()
  dumping.catch(() => undefined)
  return async () => {
    isOver = true
    await dumping
    return Buffer.concat([...dumps, await dump()])
  }
}
