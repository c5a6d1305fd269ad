import { amqpConsumer, parseAmqpUrl } from '@latchkey/broker'
import { createWorker, ownerId } from '@latchkey/mail'
import { auditKeys, createSealer, openDatabase, sqlStorage } from '@latchkey/sql'

/**
 * A process to be killed: a mail worker whose mail server never answers. Its arguments are database,
 * key, broker and queue; it prints the id of the mail that it has in hand.
 */
const [location = '', key = '', url = '', queue = ''] = process.argv.slice(2)
const parsed = parseAmqpUrl(url)
if (!parsed.ok) throw new Error(parsed.problem)
const log = { info: () => {}, warn: () => {} }
const sealer = createSealer([{ id: 'test', key: Buffer.from(key, 'hex') }])
const { mailQueue } = sqlStorage(await openDatabase({ location }), {
  sealer,
  newId: () => '',
  auditKeys: auditKeys(sealer),
})

createWorker({
  consumer: amqpConsumer({ address: parsed.address, prefetch: 1, queue, log }),
  sender: {
    send: ({ id }) => {
      process.stdout.write(`${id}\n`)
      return new Promise(() => {})
    },
    close: async () => {},
  },
  ...{ queue: mailQueue, clock: { now: () => new Date() }, owner: ownerId(), log },
  render: () => ({ subject: '', text: '', html: '' }),
}).start()
