import { describe, expect, test } from 'vitest'
import type { PasswordHash } from '../password/passwords.ts'
import { aUser } from './a-user.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { type OpenNodes, race, rounds } from './race.ts'

const hash = '$2b$12$abc' as PasswordHash
const many = Array.from({ length: 300 }, (_, n) => ({
  user: aUser({
    id: `user-${String(n).padStart(3, '0')}`,
    email: `u${n}@x.org`,
    credentialVersion: 0,
  }),
  hash: n % 2 === 0 ? hash : null,
}))

/** Every UserTransfer must pass this suite. */
export const describeUserTransfer = (name: string, open: OpenNodes) =>
  describe(`${name} is a UserTransfer`, () => {
    test('users come in with passwords and roles, and out in the order of their ids', async () => {
      const [{ transfer, credentials, users }] = await open()
      const editor = aUser({ id: 'user-0', email: 'e@x.org', roles: ['editor', 'user'] })
      const disabled = { emailVerified: false, disabledAt: afterNoon(1), createdAt: afterNoon(-5) }
      const off = aUser({ id: 'user-9', email: 'off@x.org', ...disabled })
      const two = [
        { user: off, hash: null },
        { user: editor, hash },
      ]
      const given = [...many, ...two].map(({ user, ...rest }) => ({
        ...rest,
        user: { ...user, credentialVersion: rest.hash ? 1 : 0 },
      }))
      const added = await transfer.add([...many, ...two], NOON)
      expect([...added].sort()).toEqual(given.map(({ user }) => user.id).sort())
      const sorted = given.toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1))
      const first = await transfer.page(null, 200)
      expect(first).toEqual(sorted.slice(0, 200))
      expect(await transfer.page(first.at(-1)?.user.id ?? null, 200)).toEqual(sorted.slice(200))
      expect(await transfer.page('user-9', 200)).toEqual([])
      expect((await credentials.findByEmail('e@x.org'))?.hash).toBe(hash)
      expect(await users.anyoneHas('editor')).toBe(true)
    })

    test('nobody there is changed, whatever the file says of them', async () => {
      const [{ transfer, credentials, users }] = await open()
      await users.add(aUser())
      const twin = aUser({ id: 'user-2', email: 'ADA@example.org', roles: ['editor', 'user'] })
      const other = aUser({ id: 'user-3', email: 'bob@example.org', credentialVersion: 0 })
      const given = [
        { user: twin, hash },
        { user: other, hash: null },
      ]
      expect([...(await transfer.add(given, NOON))]).toEqual(['user-3'])
      const again = given.map(({ user, ...rest }) => ({
        ...rest,
        user: { ...user, id: `${user.id}b` },
      }))
      expect([...(await transfer.add(again, NOON))]).toEqual([])
      expect(await credentials.findByEmail('ada@example.org')).toEqual({
        user: aUser(),
        hash: null,
      })
      expect(await users.anyoneHas('editor')).toBe(false)
      expect(await transfer.add([], NOON)).toEqual(new Set())
    })

    test('an address that several imports bring at once is added once', async () => {
      const nodes = await open()
      const answers = await race(nodes, ({ transfer }, n) =>
        transfer.add([{ user: aUser({ id: `user-${n}` }), hash }], NOON),
      )
      expect(answers.filter((added) => added.size === 1)).toHaveLength(1)
      expect(await nodes[0].transfer.page(null, 10)).toHaveLength(1)
    })
  })

const SOURCE = 'sha256:abc'

/** Every ImportJournal must pass this suite. */
export const describeImportJournal = (name: string, open: OpenNodes) =>
  describe(`${name} is an ImportJournal`, () => {
    test('an import goes on where it stopped, whatever it is called then', async () => {
      const nodes = await open()
      const [{ journal }] = nodes
      const begun = await journal.begin(SOURCE, 'import-1', NOON)
      const none = {
        records: 0,
        imported: 0,
        present: 0,
        refused: 0,
        reportBytes: 0,
        reportTail: '',
      }
      expect(begun).toEqual({ importId: 'import-1', ...none })
      const counts = { records: 5, imported: 3, present: 1, refused: 1 }
      const after = { ...begun, ...counts, reportBytes: 42, reportTail: '7,é,\n' }
      expect(await journal.advance(begun, after, afterNoon(1))).toBe(true)
      for (const node of nodes)
        expect(await node.journal.begin(SOURCE, 'import-2', afterNoon(2))).toEqual(after)
      expect((await journal.begin('sha256:other', 'import-3', NOON)).importId).toBe('import-3')
    })

    test('an import that ended begins anew', async () => {
      const [{ journal }] = await open()
      const begun = await journal.begin(SOURCE, 'import-1', NOON)
      expect(await journal.end(begun)).toBe(true)
      expect(await journal.end(begun)).toBe(false)
      expect(await journal.advance(begun, { ...begun, records: 1 }, NOON)).toBe(false)
      expect((await journal.begin(SOURCE, 'import-2', NOON)).importId).toBe('import-2')
    })

    test('of many processes at one place one goes on', async () => {
      for (const round of rounds()) {
        const nodes = await open()
        const begun = await nodes[0].journal.begin(SOURCE, 'import-1', NOON)
        const answers = await race(nodes, ({ journal }, n) =>
          journal.advance(begun, { ...begun, records: n + 1 }, afterNoon(round)),
        )
        expect(answers.filter(Boolean)).toHaveLength(1)
        const stale = { ...begun, records: 99 }
        expect(await nodes[0].journal.end(stale)).toBe(false)
      }
    })

    test('of many that begin at once all have the same import', async () => {
      const nodes = await open()
      const begun = await race(nodes, ({ journal }, n) =>
        journal.begin(SOURCE, `import-${n}`, NOON),
      )
      expect(new Set(begun.map(({ importId }) => importId)).size).toBe(1)
    })
  })
