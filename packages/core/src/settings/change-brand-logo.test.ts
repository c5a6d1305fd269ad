import { expect, test } from 'vitest'
import { coreInMemory } from '../testing/index.ts'

const upload = (text: string) => new TextEncoder().encode(text)

const setUp = () => {
  const core = coreInMemory()
  const admin = { userId: 'admin-1', origin: core.origin() }
  const change = (text: string) => core.changeBrandLogo(upload(text), admin)
  const inForce = async () => {
    const settings = await core.listSettings()
    return settings.find(({ key }) => key === 'brand_logo')?.value
  }
  return { ...core, admin, change, inForce }
}

test('an upload becomes the logo, as a change of a setting that somebody made', async () => {
  const core = setUp()
  expect(await core.change('png')).toMatchObject({ ok: true, version: { value: 'handle-1' } })
  expect(await core.inForce()).toBe('handle-1')
  const logo = await core.stores.brandLogos.find('handle-1')
  expect(logo?.webp).toEqual(upload('small png'))
  expect([...core.tables.auditEvents.values()]).toMatchObject([
    {
      action: 'sys_setting_changed',
      actorId: 'admin-1',
      metadata: { key: 'brand_logo', from: null, to: 'handle-1' },
    },
  ])
})

test('a logo that is replaced or taken away comes back by a rollback', async () => {
  const core = setUp()
  await core.change('png')
  await core.change('webp')
  await core.removeBrandLogo(core.admin)
  expect(await core.inForce()).toBe('')
  expect(await core.rollBackSetting('brand_logo', 1, core.admin)).toMatchObject({ ok: true })
  expect(await core.inForce()).toBe('handle-1')
})

test('what is no picture changes nothing', async () => {
  const core = setUp()
  for (const reason of ['image_kind', 'image_unreadable', 'image_too_large', 'overloaded'] as const)
    expect(await core.change(reason)).toMatchObject({ ok: false, reason })
  expect(core.tables.brandLogos.size + core.tables.settingVersions.size).toBe(0)
})

test('an administrator has sixty uploads an hour, of whatever it is', async () => {
  const core = setUp()
  for (let n = 0; n < 60; n++) await core.change('image_unreadable')
  expect(await core.change('png')).toMatchObject({ reason: 'budget_spent' })
  core.clock.advance('1h')
  expect(await core.change('png')).toMatchObject({ ok: true })
})
