import { keyring } from '@latchkey/process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviceTokens } from './device-token.ts'

const older = Buffer.alloc(32, 'older secret')
const newer = Buffer.alloc(32, 'newer secret')
const devices = deviceTokens(keyring([older]))
const now = new Date('2026-11-21T10:00:00.123Z')

test('a device is known to the user who signed in on it and to nobody else', () => {
  const token = devices.issue('user-1', now)
  expect(devices.verify(token, 'user-1')).toMatchObject({ issuedAt: now })
  expect(devices.verify(token, 'user-2')).toBeNull()
})

test('a device keeps its id over sign-ins of the same user', () => {
  const first = devices.issue('user-1', now)
  const second = devices.issue('user-1', new Date(now.getTime() + 1000), first)
  expect(devices.verify(second, 'user-1')?.deviceId).toBe(devices.verify(first, 'user-1')?.deviceId)
})

test('a token of another user or a forged one makes a new device', () => {
  const theirs = devices.issue('user-2', now)
  const mine = devices.issue('user-1', now, theirs)
  expect(devices.verify(mine, 'user-1')?.deviceId).not.toBe(
    devices.verify(theirs, 'user-2')?.deviceId,
  )
  expect(devices.verify(devices.issue('user-1', now, 'junk'), 'user-1')).not.toBeNull()
})

test('any changed character makes it worthless', () => {
  const token = devices.issue('user-1', now)
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABCabc019-_=+/'), (place, c) => {
      fc.pre(token[place] !== c)
      expect(
        devices.verify(token.slice(0, place) + c + token.slice(place + 1), 'user-1'),
      ).toBeNull()
    }),
    { numRuns: 500 },
  )
})

test('devices stay known when a new secret is put in front', () => {
  const token = devices.issue('user-1', now)
  expect(deviceTokens(keyring([newer, older])).verify(token, 'user-1')).not.toBeNull()
  expect(deviceTokens(keyring([newer])).verify(token, 'user-1')).toBeNull()
})
