import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { devMailbox } from './dev-mailbox.ts'
import { aMail } from './testing/smtp-catcher.ts'

const aFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mailbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'mailbox.jsonl')
}
const lineCount = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1

test('mails are listed newest first, as they were sent', async () => {
  const box = devMailbox({ file: aFile(), now: () => new Date('2030-01-01T12:00:01Z') })
  await box.send(aMail({ id: '1' }))
  await box.send(aMail({ id: '2' }))
  expect(box.list().map(({ id }) => id)).toEqual(['2', '1'])
  const { createdAt: _, ...mail } = aMail({ id: '1' })
  expect(box.list()[1]).toEqual({ ...mail, sentAt: '2030-01-01T12:00:01.000Z' })
})

test('an address finds its mails and nobody else’s, whatever its case', async () => {
  const box = devMailbox({ file: aFile() })
  await box.send(aMail({ id: '1', to: 'Ada@Example.org' }))
  await box.send(aMail({ id: '2', to: 'grace@example.org' }))
  expect(box.list({ to: 'aDA@example.ORG' }).map(({ id }) => id)).toEqual(['1'])
  expect(box.list({ to: 'example.org' })).toEqual([])
})

test('a repeat of a mail is shown once, also after a restart', async () => {
  const file = aFile()
  await devMailbox({ file }).send(aMail())
  const box = devMailbox({ file })
  await box.send(aMail())
  expect(box.list()).toHaveLength(1)
  expect(lineCount(file)).toBe(1)
})

test('a line torn by kill -9 costs that mail alone, and the next one is whole', async () => {
  const file = aFile()
  await devMailbox({ file }).send(aMail({ id: '1' }))
  appendFileSync(file, '{"id":"2","to":"ada@exam')
  await devMailbox({ file }).send(aMail({ id: '3' }))
  expect(
    devMailbox({ file })
      .list()
      .map(({ id }) => id),
  ).toEqual(['3', '1'])
})

test('lines of rubbish are passed over', () => {
  const file = aFile()
  writeFileSync(file, 'null\n[]\n{"id":1}\nnot json\n\u0000\n')
  expect(devMailbox({ file }).list()).toEqual([])
})

test('the file is for its owner alone and appears with the first mail', async () => {
  const file = aFile()
  const box = devMailbox({ file })
  expect(existsSync(file)).toBe(false)
  await box.send(aMail())
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('the newest 500 mails are kept and the file never holds more than 1,000', async () => {
  const file = aFile()
  const box = devMailbox({ file })
  for (let n = 1; n <= 1_001; n++) await box.send(aMail({ id: String(n), text: '', html: '' }))
  expect(box.list()).toHaveLength(500)
  expect(lineCount(file)).toBe(500)
  expect(devMailbox({ file }).list()[0]?.id).toBe('1001')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a mailbox that cannot be written costs the mail no try', async () => {
  const box = devMailbox({ file: join(aFile(), 'no-such-folder', 'mailbox.jsonl') })
  expect(await box.send(aMail())).toMatchObject({ kind: 'unreachable' })
})

test('two servers on one folder show each other’s mails, and neither loses one', async () => {
  const file = aFile()
  const [one, other] = [devMailbox({ file }), devMailbox({ file })]
  for (let n = 1; n <= 20; n++) await (n % 2 ? one : other).send(aMail({ id: String(n) }))
  for (const box of [one, other]) expect(box.list()).toHaveLength(20)
})
