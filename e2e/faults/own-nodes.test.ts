import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { talk } from '../raw-socket.ts'
import { findProgram } from './own-service.ts'
import { canRunRabbit, rabbitNode } from './rabbit-node.ts'
import { canRunRedis, redisNode } from './redis-node.ts'

const GREETING = 'AMQP\0\0\x09\x01'
const refused = expect.objectContaining({ code: 'ECONNREFUSED' })

test('a program that is not installed is left out by a newcomer and missed by CI', ({
  onTestFinished,
}) => {
  const before = process.env['CI']
  onTestFinished(() => {
    if (before === undefined) delete process.env['CI']
    else process.env['CI'] = before
  })
  delete process.env['CI']
  expect(findProgram('no-such-program')).toBeNull()
  process.env['CI'] = 'true'
  expect(() => findProgram('no-such-program')).toThrow('no-such-program is not installed')
  expect(findProgram('sh')).not.toBeNull()
})

describe.skipIf(!canRunRabbit)('a RabbitMQ node of the test', () => {
  test('is killed, comes back in the same place, and leaves nothing behind', async ({
    onTestFinished,
  }) => {
    const node = await rabbitNode()
    onTestFinished(node.remove)
    const port = Number(new URL(node.url).port)
    const greet = () => talk(port, [GREETING], { silenceMs: 500 })
    await node.start()
    expect(await greet()).toContain('RabbitMQ')
    await node.kill()
    await expect(greet()).rejects.toEqual(refused)
    await node.start()
    expect(await greet()).toContain('RabbitMQ')
    await node.stop()
    await expect(greet()).rejects.toEqual(refused)
    await node.remove()
    expect(existsSync(node.folder)).toBe(false)
  })
})

describe.skipIf(!canRunRedis)('a Redis of the test', () => {
  test('hangs, goes on, and has forgotten everything when it comes back', async ({
    onTestFinished,
  }) => {
    const node = await redisNode()
    onTestFinished(node.remove)
    const say = (...lines: string[]) =>
      talk(node.port, [`${lines.join('\r\n')}\r\n`], { silenceMs: 500 })
    await node.start()
    expect(await say('SET a b', 'QUIT')).toBe('+OK\r\n+OK\r\n')
    node.pause()
    expect(await say('GET a', 'QUIT')).toBe('')
    node.resume()
    expect(await say('GET a', 'QUIT')).toBe('$1\r\nb\r\n+OK\r\n')
    await node.kill()
    await node.start()
    expect(await say('GET a', 'QUIT')).toBe('$-1\r\n+OK\r\n')
  })
})
