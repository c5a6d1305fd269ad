import { describe, expect, test } from 'vitest'
import { anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'

const FIRST = 'Correct-Horse-7'
const [SECOND, THIRD, FOURTH] = ['Battery-Staple-8', 'Quartz-Tuba-91', 'Velvet-Comet-47']
const email = anEmail('Ada@example.org')

const setUp = async (count: number) => {
  const settings = { password_history_count: count }
  const core = coreInMemory(settings)
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.credentials.set('user-1', plainHash(FIRST), core.clock.now())
  const link = async (): Promise<string> => {
    await core.requestReset(email, core.origin())
    const orders = [...core.tables.messages.values()].map(({ order }) => order)
    const mail = orders.findLast(({ template }) => template === 'reset_password')
    return mail?.template === 'reset_password' ? (mail.data.link.split('#token=')[1] ?? '') : ''
  }
  const resetBy = (token: string, password: string) => core.reset(token, password, core.origin())
  const reset = async (password: string) => resetBy(await link(), password)
  return { ...core, link, resetBy, reset }
}
const REUSED = { ok: false, reason: 'password_refused', violations: ['reused'] }

describe('the last passwords of a user', () => {
  test('are refused at a reset, the present one among them, and no more than that many', async () => {
    const core = await setUp(2)
    expect(await core.reset(FIRST)).toEqual(REUSED)
    expect(await core.reset(SECOND)).toMatchObject({ ok: true })
    for (const password of [FIRST, SECOND]) expect(await core.reset(password)).toEqual(REUSED)
    expect(await core.reset(THIRD)).toMatchObject({ ok: true })
    for (const password of [SECOND, THIRD]) expect(await core.reset(password)).toEqual(REUSED)
    expect(await core.reset(FIRST)).toMatchObject({ ok: true })
  })

  test('may be chosen again where nobody asked for it, cost no hash and are not kept', async () => {
    const core = await setUp(0)
    const before = core.passwords.count()
    expect(await core.reset(FIRST)).toMatchObject({ ok: true })
    expect(core.passwords.count()).toBe(before + 1)
    expect(await core.stores.passwordHistory.recent('user-1', 24)).toHaveLength(1)
  })

  test('a refused one spends no link and no session', async () => {
    const core = await setUp(1)
    const live = await core.logIn(email, FIRST, core.origin())
    const token = await core.link()
    expect(await core.reset(FIRST)).toEqual(REUSED)
    expect(live.ok && (await core.refresh(live.refreshToken, core.origin())).ok).toBe(true)
    expect(await core.stores.passwordHistory.recent('user-1', 24)).toEqual([plainHash(FIRST)])
    expect(await core.resetBy(token, FOURTH)).toMatchObject({ ok: true })
  })

  test('cost at most one comparison each, and none for a password that breaks another rule', async () => {
    const core = await setUp(24)
    for (const password of [SECOND, THIRD]) await core.reset(password)
    const before = core.passwords.count()
    expect(await core.reset('short')).toMatchObject({ reason: 'password_refused' })
    expect(core.passwords.count()).toBe(before)
    expect(await core.reset(FOURTH)).toMatchObject({ ok: true })
    expect(core.passwords.count()).toBe(before + 3 + 1)
  })

  test('are compared in the queue of all hashes: a full one says so and changes nothing', async () => {
    const core = await setUp(3)
    const token = await core.link()
    core.passwords.setOverloaded(true)
    expect(await core.resetBy(token, SECOND)).toMatchObject({ reason: 'overloaded' })
    core.passwords.setOverloaded(false)
    expect(await core.resetBy(token, SECOND)).toMatchObject({ ok: true })
  })
})
