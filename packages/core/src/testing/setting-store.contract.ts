import { describe, expect, test } from 'vitest'
import type { SettingChange } from '../settings/setting-store.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds } from './race.ts'

const aChange = (over: Partial<SettingChange> = {}): SettingChange => ({
  key: 'session_max_days',
  value: 7,
  updatedBy: 'user-1',
  expected: null,
  ...over,
})
const first = { key: 'session_max_days', value: 7, version: 1, updatedBy: 'user-1' }

/** Every SettingStore must pass this suite. */
export const describeSettingStore = (name: string, open: OpenNodes) =>
  describe(`${name} is a SettingStore`, () => {
    test('a setting that nobody changed has no version', async () => {
      const [{ changedSettings: settings }] = await open()
      expect(await settings.all()).toEqual([])
      expect(await settings.history('session_max_days')).toEqual([])
      expect(await settings.find('session_max_days', 1)).toBeNull()
    })

    test.each([7, true, false, '15m', 'modern', ''])('%j comes back as it was', async (value) => {
      const nodes = await open()
      const changed = await nodes[0].changedSettings.change(aChange({ value }), NOON)
      const version = { ...first, value, updatedAt: NOON }
      expect(changed).toEqual({ now: version, before: null })
      for (const { changedSettings: settings } of nodes) {
        expect(await settings.all()).toEqual([version])
        expect(await settings.find('session_max_days', 1)).toEqual(version)
      }
    })

    test('every change is a version of its own, and no earlier one is touched', async () => {
      const [{ changedSettings: settings }] = await open()
      await settings.change(aChange(), NOON)
      await settings.change(aChange({ value: 9, updatedBy: null }), afterNoon(1))
      const back = await settings.change(aChange({ updatedBy: 'user-2' }), afterNoon(2))
      const versions = [
        { ...first, version: 3, updatedBy: 'user-2', updatedAt: afterNoon(2) },
        { ...first, version: 2, value: 9, updatedBy: null, updatedAt: afterNoon(1) },
        { ...first, updatedAt: NOON },
      ]
      expect(back).toEqual({ now: versions[0], before: versions[1] })
      expect(await settings.history('session_max_days')).toEqual(versions)
      expect(await settings.all()).toEqual([versions[0]])
    })

    test('one setting’s versions are no other’s', async () => {
      const [{ changedSettings: settings }] = await open()
      await settings.change(aChange(), NOON)
      const other = await settings.change(aChange({ key: 'otp_max_attempts' }), NOON)
      expect(other?.now.version).toBe(1)
      expect(await settings.history('otp_max_attempts')).toHaveLength(1)
      expect(await settings.find('otp_max_attempts', 2)).toBeNull()
      expect(await settings.all()).toHaveLength(2)
    })

    test('a change that expects another version than the newest changes nothing', async () => {
      const [{ changedSettings: settings }] = await open()
      expect(await settings.change(aChange({ expected: 1 }), NOON)).toBeNull()
      expect(await settings.change(aChange({ expected: 0 }), NOON)).not.toBeNull()
      for (const expected of [0, 2])
        expect(await settings.change(aChange({ expected, value: 9 }), NOON)).toBeNull()
      expect(await settings.history('session_max_days')).toEqual([{ ...first, updatedAt: NOON }])
    })

    test('of many editors who saw the same version one changes it', async () => {
      const nodes = await open()
      for (const expected of rounds().slice(0, 3)) {
        const answers = await race(nodes, ({ changedSettings: settings }, value) =>
          settings.change(aChange({ expected, value }), NOON),
        )
        const winners = answers.flatMap((answer) => answer ?? [])
        expect(winners.map(({ now }) => now.version)).toEqual([expected + 1])
        expect(await nodes[0].changedSettings.all()).toEqual([winners[0]?.now])
      }
    })

    test('no concurrent change is lost from the history', async () => {
      const nodes = await open()
      await race(nodes, ({ changedSettings: settings }, value) =>
        settings.change(aChange({ value }), NOON),
      )
      const versions = await nodes[0].changedSettings.history('session_max_days')
      expect(versions.map(({ version }) => version)).toEqual(
        Array.from({ length: 50 }, (_, index) => 50 - index),
      )
      expect(new Set(versions.map(({ value }) => value)).size).toBe(50)
      expect(await nodes[0].changedSettings.all()).toEqual([versions[0]])
    })
  })
