import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import type { MailQueue } from '@latchkey/core'
import { memoryStores } from '@latchkey/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { noteRunning, noteStopped, ownerId, releaseDeadOwners } from './owner.ts'

const released = async (owners: readonly string[], owner: string) => {
  const freed: string[] = []
  const queue: MailQueue = {
    ...memoryStores().mailQueue,
    owners: async () => owners,
    release: async (dead) => {
      freed.push(dead)
    },
  }
  await releaseDeadOwners(queue, owner)
  return freed
}

test('what a dead process of this host held is freed', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  const dead = `${hostname()}:${pid}:abc`
  expect(await released([dead], ownerId())).toEqual([dead])
})

test('what an earlier process with our pid held is freed: containers start with the same one', async () => {
  const before = `${hostname()}:${process.pid}:before`
  expect(await released([before], ownerId())).toEqual([before])
})

test('what living processes, other hosts and we ourselves hold stays held', async () => {
  const ours = ownerId()
  const besideUs = ownerId()
  noteRunning(besideUs)
  onTestFinished(() => noteStopped(besideUs))
  const living = [`${hostname()}:1:init`, 'another-host:999999:abc', 'nonsense', ours, besideUs]
  expect(await released(living, ours)).toEqual([])
})
