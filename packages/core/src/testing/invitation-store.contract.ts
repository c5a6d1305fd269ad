import { describe, expect, test } from 'vitest'
import type { SecretHash } from '../shared/secrets.ts'
import { aUser } from './a-user.ts'
import { anInvitation } from './an-invitation.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import { NEAR_TWINS, type OpenNodes, race, rounds, wins } from './race.ts'

const FULL = anInvitation({
  email: 'Bob.L@Example.org',
  firstName: '<b>É</b>',
  lastName: '=1+1',
  locale: 'de-AT',
  roles: ['admin', 'editor', 'user'],
  createdAt: afterNoon(1),
  expiresAt: afterNoon(1000),
})

/** Every InvitationStore must pass this suite. */
export const describeInvitationStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is an InvitationStore`, () => {
    const open = async () => {
      const nodes = await openNodes()
      await nodes[0].users.add(aUser())
      return nodes
    }

    test('every field of an invitation comes back as it was stored', async () => {
      const [{ invitations }] = await open()
      const bare = anInvitation({ id: 'i-2', email: 'c@example.org', firstName: null })
      for (const invitation of [FULL, bare]) {
        await invitations.replace(invitation)
        expect(await invitations.find(invitation.id, NOON)).toEqual(invitation)
        const { emailCanonical } = invitation
        expect(await invitations.findByEmail(emailCanonical, NOON)).toEqual(invitation)
      }
      expect(await invitations.list({ after: null, limit: 5 }, NOON)).toEqual([FULL, bare])
    })

    test('an unknown, expired or spent one is none', async () => {
      const [{ invitations }] = await open()
      await invitations.replace(FULL)
      expect(await invitations.find('i-9', NOON)).toBeNull()
      expect(await invitations.findByEmail('x@example.org', NOON)).toBeNull()
      expect(await invitations.find(FULL.id, afterNoon(999))).not.toBeNull()
      expect(await invitations.find(FULL.id, afterNoon(1000))).toBeNull()
      expect(await invitations.findByEmail(FULL.emailCanonical, afterNoon(1000))).toBeNull()
      expect(await invitations.list({ after: null, limit: 5 }, afterNoon(1000))).toEqual([])
      expect(await invitations.spend(FULL, afterNoon(1000))).toBe(false)
      for (const hash of [FULL.hash.toUpperCase(), `${FULL.hash} `, 'other'] as SecretHash[])
        expect(await invitations.spend({ id: FULL.id, hash }, NOON)).toBe(false)
      expect(await invitations.spend(FULL, afterNoon(999))).toBe(true)
      expect(await invitations.spend(FULL, NOON)).toBe(false)
      expect(await invitations.find(FULL.id, NOON)).toBeNull()
    })

    test('a new one takes the place of the one before, and of no other', async () => {
      const [{ invitations }] = await open()
      const other = anInvitation({ id: 'i-2', email: 'c@example.org' })
      for (const invitation of [anInvitation(), other, anInvitation({ id: 'i-3' })])
        await invitations.replace(invitation)
      expect(await invitations.spend(anInvitation(), NOON)).toBe(false)
      const left = await invitations.list({ after: null, limit: 5 }, NOON)
      expect(left.map(({ id }) => id)).toEqual(['i-3', 'i-2'])
    })

    test.each(NEAR_TWINS)('%j and %j are two people', async (one, other) => {
      const [{ invitations }] = await open()
      await invitations.replace(anInvitation({ id: 'i-1', emailCanonical: one }))
      expect(await invitations.findByEmail(other, NOON)).toBeNull()
      await invitations.replace(anInvitation({ id: 'i-2', emailCanonical: other }))
      expect((await invitations.findByEmail(one, NOON))?.id).toBe('i-1')
    })

    test('they come page by page, newest first', async () => {
      const [{ invitations }] = await open()
      for (const n of [2, 1, 3])
        await invitations.replace(anInvitation({ id: `i-${n}`, email: `${n}@example.org` }))
      const ids = async (after: string | null, limit: number) =>
        (await invitations.list({ after, limit }, NOON)).map(({ id }) => id)
      expect(await ids(null, 2)).toEqual(['i-3', 'i-2'])
      expect(await ids('i-2', 2)).toEqual(['i-1'])
      expect(await ids('i-1', 2)).toEqual([])
    })

    test('it ends when the address becomes somebody’s in another way', async () => {
      const [{ invitations, users }] = await open()
      const other = anInvitation({ id: 'i-2', email: 'c@example.org' })
      for (const invitation of [anInvitation(), other]) await invitations.replace(invitation)
      expect(await users.add(aUser({ id: 'user-2', email: 'BOB@example.org' }))).toBe(true)
      expect(await invitations.spend(anInvitation(), NOON)).toBe(false)
      expect(await invitations.find('i-2', NOON)).toEqual(other)
      const email = { address: 'C@example.org', canonical: 'c@example.org' }
      expect(await users.changeEmail('user-1', email, NOON)).toBe(true)
      expect(await invitations.find('i-2', NOON)).toBeNull()
    })

    test('it goes with whoever sent it, and with whoever has the address', async () => {
      const [{ invitations, users }] = await open()
      const cleo = aUser({ id: 'user-2', email: 'cleo@example.org' })
      await users.add(cleo)
      const byCleo = anInvitation({ id: 'i-2', email: 'd@example.org', invitedBy: 'user-2' })
      const ofCleo = anInvitation({ id: 'i-3', email: 'cleo@example.org' })
      for (const invitation of [anInvitation(), byCleo, ofCleo])
        await invitations.replace(invitation)
      await users.erase(cleo)
      const left = await invitations.list({ after: null, limit: 9 }, NOON)
      expect(left).toEqual([anInvitation()])
    })

    test('of many concurrent uses of one exactly one wins', async () => {
      const nodes = await open()
      for (const _ of rounds()) {
        await nodes[0].invitations.replace(anInvitation())
        const spent = await race(nodes, ({ invitations }) =>
          invitations.spend(anInvitation(), NOON),
        )
        expect(wins(spent)).toBe(1)
      }
    })

    test('of many concurrent ones of one address exactly one is left', async () => {
      const nodes = await open()
      for (const round of rounds().slice(0, 5)) {
        await race(nodes, ({ invitations }, index) =>
          invitations.replace(anInvitation({ id: `i-${round}-${index}` })),
        )
        expect(await nodes[0].invitations.list({ after: null, limit: 9 }, NOON)).toHaveLength(1)
      }
    })
  })
