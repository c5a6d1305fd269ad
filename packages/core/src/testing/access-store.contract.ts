import { describe, expect, test } from 'vitest'
import { type ChangeRolesStores, changeRoles } from '../access/change-roles.ts'
import { type DisableStores, disableUser } from '../access/disable-user.ts'
import { ALL_PERMISSIONS } from '../access/permissions.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { aUser } from './a-user.ts'
import { anOrigin } from './an-audit-event.ts'
import { countingSecrets } from './counting-secrets.ts'
import { afterNoon, fixedClock, NOON } from './fixed-clock.ts'
import type { TestedStores } from './memory-stores.ts'
import { type OpenNodes, race } from './race.ts'

type WithWork = TestedStores & {
  readonly unitOfWork: UnitOfWork<ChangeRolesStores & DisableStores>
}

const EDITOR = {
  name: 'editor',
  description: 'Reads and writes "users", é',
  permissions: ['users:read', 'users:write'],
} as const

const RACED_ROUNDS = 10

/** Every AccessStore must pass this suite. */
export const describeAccessStore = (name: string, open: OpenNodes<WithWork>) =>
  describe(`${name} is an AccessStore`, () => {
    test('a user may do what their roles allow together, and an unknown id is nobody', async () => {
      const [{ users, roles, access }] = await open()
      await roles.add(EDITOR)
      await users.add(aUser({ roles: ['editor', 'support', 'unheard-of', 'user'] }))
      expect(await access.find('user-1')).toEqual({
        userId: 'user-1',
        isDisabled: false,
        roles: ['editor', 'support', 'unheard-of', 'user'],
        permissions: new Set([
          'users:read',
          'users:write',
          'sessions:read',
          'audit:read',
          'mail:read',
        ] as const),
      })
      expect(await access.find('user-2')).toBeNull()
    })

    test('an administrator may do everything, somebody without roles nothing', async () => {
      const [{ users, access }] = await open()
      await users.add(aUser())
      await users.add(aUser({ id: 'user-2', email: 'b@example.org', roles: ['admin', 'user'] }))
      expect((await access.find('user-1'))?.permissions.size).toBe(0)
      expect((await access.find('user-2'))?.permissions).toEqual(new Set(ALL_PERMISSIONS))
    })

    test('the roles given are the only ones left, and each change counts', async () => {
      const [{ users, access }] = await open()
      await users.add(aUser({ roles: ['admin', 'user'] }))
      await access.setRoles('user-1', ['editor', 'support', 'user'], afterNoon(1))
      expect(await users.find('user-1')).toEqual(
        aUser({
          roles: ['editor', 'support', 'user'],
          accessVersion: 1,
          updatedAt: afterNoon(1),
        }),
      )
      await access.setRoles('user-1', ['user'], afterNoon(2))
      expect(await users.find('user-1')).toMatchObject({ roles: ['user'], accessVersion: 2 })
    })

    test('disabling and enabling each happen once', async () => {
      const [{ users, access }] = await open()
      await users.add(aUser())
      expect(await access.enable('user-1', NOON)).toBe(false)
      expect(await access.disable('user-1', afterNoon(1))).toBe(true)
      expect(await access.disable('user-1', afterNoon(2))).toBe(false)
      expect((await users.find('user-1'))?.disabledAt).toEqual(afterNoon(1))
      expect((await access.find('user-1'))?.isDisabled).toBe(true)
      expect(await access.enable('user-1', afterNoon(3))).toBe(true)
      expect((await users.find('user-1'))?.disabledAt).toBeNull()
      expect(await access.disable('nobody', NOON)).toBe(false)
    })

    test('a disabled administrator is none that is left', async () => {
      const [{ users, access }] = await open()
      await users.add(aUser({ roles: ['admin', 'user'] }))
      await users.add(aUser({ id: 'user-2', email: 'b@example.org', roles: ['admin', 'user'] }))
      expect(await access.hasOtherAdministrator('user-1')).toBe(true)
      await access.disable('user-2', NOON)
      expect(await access.hasOtherAdministrator('user-1')).toBe(false)
      expect(await access.hasOtherAdministrator('user-2')).toBe(true)
    })

    test('whoever waited to lock a user sees the roles that were given meanwhile', async () => {
      const nodes = await open()
      const [{ users, unitOfWork }] = nodes
      const other = nodes[1] ?? nodes[0]
      await users.add(aUser({ roles: ['admin', 'user'] }))
      let waiting: Promise<unknown> = Promise.resolve()
      await unitOfWork.run(async (stores) => {
        await stores.users.lock('user-1')
        waiting = other.unitOfWork.run((later) => later.users.lock('user-1'))
        for (let looks = 0; looks < 50; looks++) await stores.users.find('user-1')
        await stores.access.setRoles('user-1', ['user'], NOON)
      })
      expect(await waiting).toMatchObject({ roles: ['user'], accessVersion: 1 })
    })

    test('of two administrators who remove each other by any means one is always left', async () => {
      const nodes = await open()
      const deps = { secrets: countingSecrets(), clock: fixedClock() }
      for (let round = 0; round < RACED_ROUNDS; round++) {
        const ids = [`one-${round}`, `two-${round}`] as const
        for (const id of ids) {
          const email = `${id}@example.org`
          await nodes[0].users.add(aUser({ id, email, roles: ['admin', 'user'] }))
        }
        const answers = await race(nodes, ({ unitOfWork }, index) => {
          const [actor, target] = index % 4 < 2 ? ids : [ids[1], ids[0]]
          const acting = { userId: actor, origin: anOrigin() }
          return index % 3 === 0
            ? disableUser({ ...deps, unitOfWork })(acting, target)
            : changeRoles({ ...deps, unitOfWork })(acting, target, ['user'])
        })
        expect(answers.some(({ ok }) => ok)).toBe(true)
        const left = await Promise.all(ids.map((id) => nodes[0].access.find(id)))
        const administrators = left.filter(
          (one) => !one?.isDisabled && one?.roles.includes('admin'),
        )
        expect(administrators).toHaveLength(1)
        for (const id of ids) await nodes[0].access.setRoles(id, ['user'], NOON)
      }
    })
  })

/** Every RoleStore must pass this suite. */
export const describeRoleStore = (name: string, open: OpenNodes) =>
  describe(`${name} is a RoleStore`, () => {
    test('every field of a role comes back as it was stored, by name', async () => {
      const [{ roles }] = await open()
      const auditor = { name: 'auditor', description: '', permissions: [] }
      for (const role of [EDITOR, auditor]) expect(await roles.add(role)).toBe(true)
      expect(await roles.all()).toEqual([auditor, EDITOR])
      expect(await roles.find('editor')).toEqual(EDITOR)
      expect(await roles.find('Editor')).toBeNull()
    })

    test('a name is taken once; a role is replaced and removed only when it is there', async () => {
      const [{ roles }] = await open()
      expect(await roles.replace(EDITOR)).toBe(false)
      expect(await roles.remove('editor')).toBe(false)
      const added = await Promise.all(Array.from({ length: 10 }, () => roles.add(EDITOR)))
      expect(added.filter(Boolean)).toHaveLength(1)
      const changed = { ...EDITOR, description: 'Other', permissions: ['mail:read'] as const }
      expect(await roles.replace(changed)).toBe(true)
      expect(await roles.replace(changed)).toBe(true)
      expect(await roles.find('editor')).toEqual(changed)
      expect(await roles.remove('editor')).toBe(true)
      expect(await roles.all()).toEqual([])
    })
  })
